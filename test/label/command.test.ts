import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { openRehearsal, REGION, type Rehearsal, writeFiles } from '../support/rehearsal.ts';
import { CLASSES } from './classes.ts';

describe.skipIf(!isBuilt)(`novatune dataset label (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    [home, rehearsal] = await Promise.all([openHome(), openRehearsal()]);
    await writeFiles(home.folder, { 'classes.json': JSON.stringify(CLASSES.classes) });
    for (const name of CODED_CLASSES) {
      for (const index of [0, 1]) {
        await writeFiles(home.folder, { [`scans/${name}-${index}.png`]: await drawCodedPage(name, index) });
      }
    }
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  const labelImages = (...flags: readonly string[]) => {
    const model = ['--model-id', 'us.amazon.nova-lite-v1:0', '--classes-file', 'classes.json'];
    const cloud = ['--endpoint-url', rehearsal.local.url, '--region', REGION];
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    return home.run(['dataset', 'label', ...model, ...cloud, ...flags], credentials);
  };
  const read = (name: string) => readFile(join(home.folder, name), 'utf8');

  it('says what it would do, and does nothing', async () => {
    const { code, stdout } = await labelImages('--images', 'scans', '--out', 'dry.csv', '--dry-run');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^6 images; 6 calls to make\nabout /) });
    await expect(read('dry.csv.journal.jsonl')).rejects.toThrow(/ENOENT/);
    expect(rehearsal.count('Converse')).toBe(0);
  });

  it('labels a folder, and takes its own file up again', async () => {
    const first = await labelImages('--images', 'scans', '--out', 'labels.csv', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ documents: 6, labelled: 6, unlabelled: 0 });
    expect((await read('labels.csv')).split('\n').slice(0, 2)).toEqual([
      'image,label,model',
      'invoice-0.png,invoice,us.amazon.nova-lite-v1:0',
    ]);
    const asked = rehearsal.count('Converse');
    const again = await labelImages('--images', 'scans', '--out', 'labels.csv');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('6 of 6 images labelled') });
    expect(again.stderr).toContain('next: novatune dataset audit --images scans --labels labels.csv');
    expect(rehearsal.count('Converse')).toBe(asked);
  });

  it('ends with 7 when an image has no label, and says why', async () => {
    await writeFiles(home.folder, { 'mixed/page.png': await drawCodedPage('letter', 3), 'mixed/torn.png': 'no image' });
    const { code, stderr } = await labelImages('--images', 'mixed', '--out', 'mixed.csv');
    expect(code).toBe(7);
    expect(stderr).toContain('no label for torn.png: image-');
    expect(JSON.parse(await read('mixed.csv.errors.jsonl'))).toMatchObject({ document: 'torn.png' });
    expect(await read('mixed.csv')).toBe('image,label,model\npage.png,letter,us.amazon.nova-lite-v1:0\n');
  });

  it('ends with 3 when two opinions agree too rarely', async () => {
    await writeFiles(home.folder, { 'second.txt': 'Which one is it? Choose one of: invoice, letter.' });
    const second = ['--second-prompt-file', 'second.txt', '--min-agreement', '0.99'];
    const { code, stdout } = await labelImages('--images', 'scans', '--out', 'two.csv', ...second);
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringMatching(/agreement \d of 6, .*kappa/) });
    expect(await read('two.csv.review.csv')).toMatch(/^image,first,second,chosen\n(resume-\d\.png,resume,\w+,\n){2}$/);
  });

  it('refuses before anything is asked what it could not write, or not mean', async () => {
    const asked = rehearsal.count('Converse');
    await writeFiles(home.folder, { 'mine.csv': 'image,label\n' });
    const taken = await labelImages('--images', 'scans', '--out', 'mine.csv', '--json');
    expect(taken.code).toBe(2);
    expect(JSON.parse(taken.stderr)).toMatchObject({ error: { code: 'output-exists' } });
    expect(await read('mine.csv')).toBe('image,label\n');
    const alone = await labelImages('--images', 'scans', '--out', 'new.csv', '--min-agreement', '0.9');
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--second-model') });
    expect((await labelImages('--images', 'nowhere', '--out', 'new.csv')).code).toBe(2);
    expect(rehearsal.count('Converse')).toBe(asked);
  });
});
