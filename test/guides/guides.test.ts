import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawDocument } from '../../src/samples/index.ts';
import { isBuilt, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { type Fence, fencesOf, readPage } from './support/markdown.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/cli/main.js');
const GUIDES = ['docs/guides/classify-documents', 'docs/guides/extract-invoice-sellers', 'README'];
const MINUTE = 60_000;

/** Blocks that run as they stand. Those that need AWS, a clone or a terminal are `bash`. */
const runnable = (page: string): Fence[] => fencesOf(readPage(page).text).filter(({ info }) => /^sh\b/.test(info));
const commandsOf = (page: string) =>
  fencesOf(readPage(page).text)
    .filter(({ info }) => /^(sh|bash)\b/.test(info))
    .map(({ info, text }) => ({ info, text: text.replace(/ *#.*$/gm, '') }));

it.each(GUIDES)('%s has the same commands in English and Chinese', (guide) => {
  const english = commandsOf(`${guide}.md`);
  expect(english.length).toBeGreaterThan(3);
  expect(commandsOf(`${guide}.zh-CN.md`)).toEqual(english);
});

describe.skipIf(!isBuilt)(`a reader who runs every block in order (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let folder: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'novatune-guide-'));
    const bin = join(folder, '.bin');
    await mkdir(bin);
    const start = `#!/bin/sh\n[ "$(basename "$0")" = npx ] && shift\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`;
    for (const name of ['novatune', 'npx']) {
      await writeFile(join(bin, name), start);
      await chmod(join(bin, name), 0o755);
    }
    env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: folder,
      NOVATUNE_HOME: join(folder, '.novatune'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const quick = 'rolePropagationMs=0 deploymentDelayMs=100 throughputDelayMs=100 jobPhaseMs=50';
    await run(`novatune local start ${quick.replace(/(^| )/g, '$1--set ')}`);
  }, MINUTE);
  afterEach(async () => {
    await run('novatune local stop');
    await rm(folder, { recursive: true, force: true });
  }, MINUTE);

  /**
   * Without blocking this process, which has to answer the test runner meanwhile.
   * @returns what the shell printed; stops at the first command that fails, as a careful reader does.
   */
  const run = async (script: string, exit = 0): Promise<string> => {
    const shell = spawn('bash', ['-e', '-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const [code] = (await once(shell, 'close')) as [number | null];
    expect(code, `${script}\n${said}`).toBe(exit);
    return said;
  };
  const follow = async (page: string): Promise<string> => {
    let said = '';
    for (const { info, text } of runnable(page)) said += await run(text, Number(/exit (\d+)/.exec(info)?.[1] ?? 0));
    return said;
  };

  it('sorts documents into classes', { timeout: 20 * MINUTE }, async () => {
    const said = await follow('docs/guides/classify-documents.md');
    expect(said).toMatch(/on 16 documents/);
    expect(said).toContain('deleted model scans-1');
  });

  it('has documents of her own, as in the README', { timeout: 20 * MINUTE }, async () => {
    for (const name of ['invoice', 'letter']) {
      await mkdir(join(folder, 'scans', name), { recursive: true });
      for (let index = 0; index < 10; index++) {
        const page = await drawDocument(name, { seed: 7, index });
        await writeFile(join(folder, 'scans', name, page.name), page.bytes);
      }
    }
    const said = await follow('README.md');
    expect(said).toMatch(/on 4 documents/);
    expect(said).toContain('deleted model scans-1');
  });

  it('reads sellers from invoices', { timeout: 20 * MINUTE }, async () => {
    const said = await follow('docs/guides/extract-invoice-sellers.md');
    expect(said).toContain('label-of-other-field');
    expect(said).toMatch(/would bill on AWS: provisioned throughput sellers/);
    expect(said).toContain('on 6 documents in 3 groups');
    expect(said).toContain('deleted model sellers-1');
  });
});
