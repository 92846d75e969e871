import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawDocument } from '../../../samples/index.ts';
import { runCommandLine } from '../../run-command-line.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'split-'));
  for (const [index, name] of ['memo', 'letter'].entries()) {
    await mkdir(join(home, 'pages', name), { recursive: true });
    const { bytes } = await drawDocument(name, { seed: 1, index });
    for (let copy = 0; copy < 6; copy++) await writeFile(join(home, 'pages', name, `${copy}.png`), bytes);
  }
  const groups = [
    ['memo/0.png', 'memo/3.png', 'memo/5.png'],
    ['letter/1.png', 'letter/2.png'],
  ];
  await writeFile(join(home, 'audit.json'), JSON.stringify({ groups }));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const io = { stdin: process.stdin, stdout: into('stdout'), stderr: into('stderr'), env: { HOME: home }, cwd: home };
  const code = await runCommandLine(['dataset', 'split', ...args], { ...io, signal: new AbortController().signal });
  return { code, ...written };
}

const source = () => ['--images', join(home, 'pages'), '--validation-split', '0.25', '--test-split', '0.25'];

describe('dataset split', () => {
  it('shows counts by class and split, and keeps groups together', async () => {
    const { code, stdout } = await run(...source(), '--groups', 'audit.json', '--json');
    expect(code).toBe(0);
    const { counts, groups, documents } = JSON.parse(stdout) as {
      counts: Record<string, number>;
      groups: number;
      documents: { document: string; group: string; split: string }[];
    };
    expect(counts.train).toBeGreaterThan(0);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(groups).toBe(2);
    for (const name of ['memo/0.png', 'letter/1.png']) {
      const own = documents.filter(({ group }) => group === name);
      expect(own.length).toBeGreaterThan(1);
      expect(new Set(own.map(({ split }) => split)).size).toBe(1);
    }
  });

  it('writes a new file, the same one for the same seed, and replaces none', async () => {
    const first = await run(...source(), '--out', 'one.csv');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^documents +\d/mu);
    await run(...source(), '--out', 'two.csv');
    const text = await readFile(join(home, 'one.csv'), 'utf8');
    expect(text).toMatch(/^document,label,group,split\nletter\/0\.png,letter,,(?:train|validation|test)\n/u);
    expect(await readFile(join(home, 'two.csv'), 'utf8')).toBe(text);
    const again = await run(...source(), '--seed', '5', '--out', 'one.csv');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('output-exists') });
    expect(await readFile(join(home, 'one.csv'), 'utf8')).toBe(text);
  });

  it('finds copies in several splits, and lists the clean tests', async () => {
    for (const split of ['train', 'held', 'test']) await mkdir(join(home, split, 'memo'), { recursive: true });
    await copyFile(join(home, 'pages/memo/0.png'), join(home, 'train/memo/a.png'));
    await copyFile(join(home, 'pages/memo/1.png'), join(home, 'held/memo/b.png'));
    await copyFile(join(home, 'pages/letter/1.png'), join(home, 'test/memo/c.png'));
    const { code, stdout } = await run('--check', 'train', 'held', 'test', '--no-pages', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      documents: 3,
      findings: [
        {
          document: 'held/memo/b.png',
          code: 'leak-across-splits',
          message: expect.stringContaining('held/memo/b.png (validation) shows the same as train/memo/a.png (train)'),
        },
      ],
      cleanTest: ['test/memo/c.png'],
    });
  });

  it('refuses one folder that has no splits', async () => {
    const { code, stderr } = await run('--check', 'pages', '--no-pages');
    expect(code).toBe(2);
    expect(stderr).toContain('option-invalid');
  });
});
