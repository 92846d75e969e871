import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { COMPLETION_SCRIPTS, INSTALL, SHELLS } from '../../src/cli/completion/scripts.ts';
import { leavesOf, loadCommands } from './support/command-lines.ts';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from './support/novatune.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/cli/main.js');
const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const NOUNS = COMMANDS.map(({ name }) => name);

describe.skipIf(!isBuilt)(`completion (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    await mkdir(join(home.folder, 'bin'));
    await writeFile(join(home.folder, 'bin/novatune'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
    await chmod(join(home.folder, 'bin/novatune'), 0o755);
    await mkdir(join(home.folder, 'data set'));
    await writeFile(join(home.folder, 'data set/train.jsonl'), '');
    await writeFile(join(home.folder, 'data.csv'), '');
    shell('bash', INSTALL.bash);
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const shell = (program: string, script: string) => {
    const env = { HOME: home.folder, PATH: `${join(home.folder, 'bin')}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync(program, ['-c', script], { cwd: home.folder, env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter((line) => line !== '');
  };

  it.each(SHELLS)('prints the script of %s alone on stdout', async (name) => {
    const { code, stdout, stderr } = await home.run(['completion', name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(COMPLETION_SCRIPTS[name]);
    expect((await home.run(['completion', '--help'])).stdout).toContain(INSTALL[name]);
  });

  it('refuses another shell with those it knows', async () => {
    const { code, stderr } = await home.run(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });

  /** What bash offers for words, each one as its own line editor splits them; installed as the help says. */
  const inBash = (...words: string[]) => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    return shell(
      'bash',
      `source ~/.bashrc
       COMP_WORDS=(novatune ${quoted}); COMP_CWORD=${words.length}
       _novatune 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  };

  it.each([
    [[''], [...NOUNS, 'help']],
    [['thr'], ['throughput']],
    [['job', 'w'], ['watch']],
    [['help', 'job', 'cr'], ['create']],
    [
      ['job', 'create', '--m'],
      ['--model-name', '--method', '--max-prompt-length', '--max-response-length', '--max-cost', '--max-wait-time'],
    ],
    [
      ['job', 'create', '--method', ''],
      ['sft', 'rft', 'distillation', 'canvas'],
    ],
    [['job', 'list', '--status', '=', 'Com'], ['Completed']],
    [
      ['dataset', 'validate', 'dat'],
      ['data set', 'data.csv'],
    ],
    [['dataset', 'upload', 'dat'], ['data set']],
    [['infer', '--image-path', 'data set/'], ['data set/train.jsonl']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['no-such-noun', ''], []],
  ])('in bash: %j', (words, wanted) => {
    expect(new Set(inBash(...words))).toEqual(new Set(wanted));
  });

  it('in bash runs nothing that is being typed', () => {
    expect(inBash('infer', '$(touch ran)', '; touch ran', '`touch ran`', '')).toEqual([]);
    expect(shell('bash', 'ls')).not.toContain('ran');
  });

  it('knows every verb and every flag that help shows', async () => {
    const leaves = leavesOf(await loadCommands());
    const asked = leaves.filter(([words]) => !words.startsWith('local faults'));
    // One process each: a few stand for all, and the words of each noun are in the golden help.
    for (const [words, leaf] of asked.filter((_, index) => index % 12 === 0)) {
      const { stdout } = await home.run(['completion', 'words', '--', ...words.split(' '), '--']);
      const offered = stdout.split('\n').map((line) => line.split('\t')[0]);
      expect(offered, words).toEqual(expect.arrayContaining(leaf.options.map(({ long }) => long)));
    }
  });

  it.skipIf(!isThere('zsh'))('in zsh parses, and registers itself', () => {
    expect(shell('zsh', 'source <(novatune completion zsh); print -r -- $_comps[novatune]')).toEqual(['_novatune']);
  });

  it.skipIf(!isThere('fish'))('in fish offers verbs with what they do', () => {
    const lines = shell('fish', "novatune completion fish | source; complete -C 'novatune job w'");
    expect(lines).toEqual([expect.stringMatching(/^watch\t/)]);
  });
});
