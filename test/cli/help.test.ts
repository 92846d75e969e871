import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from './support/novatune.ts';

describe.skipIf(!isBuilt)(`--help (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const help = async (...words: string[]) => {
    const { code, stdout, stderr } = await home.run([...words, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  it('of the root lists every command', async () => {
    const text = await help();
    for (const { name } of COMMANDS) expect(text).toContain(`  ${name} `);
    await expect(text).toMatchFileSnapshot('golden/novatune.txt');
    expect((await home.run([])).stdout).toBe(text);
    expect((await home.run(['help'])).stdout).toBe(text);
  });

  it('prints the version of the manifest', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    const { stdout } = await home.run(['--version']);
    expect(stdout).toBe(`novatune ${manifest.version} (Node ${process.versions.node})\n`);
  });

  it.each(COMMANDS.map(({ name }) => name))('of %s and its verbs', async (name) => {
    const own = await help(name);
    const verbs = await Promise.all(verbsOf(own).map((verb) => help(name, verb)));
    await expect([own, ...verbs].join('\n---\n')).toMatchFileSnapshot(`golden/${name}.txt`);
    expect(own).toContain('Examples:\n  $ novatune');
    expect((await home.run(['help', name])).stdout).toBe(own);
    const [verb] = verbsOf(own);
    if (verb) expect((await home.run(['help', name, verb])).stdout).toBe(verbs[0]);
  });
});

/** Names in the list of subcommands, without `help`. */
function verbsOf(help: string): string[] {
  const [, list = ''] = help.split('Commands:\n');
  const lines = list.split('\n\n')[0]?.split('\n') ?? [];
  return lines.flatMap((line) => /^ {2}([a-z-]+) /.exec(line)?.[1] ?? []).filter((verb) => verb !== 'help');
}
