import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelResult } from './collect-labels.ts';
import { labelFiles, renderLabelFiles, requireReplaceable, writeLabels } from './write-labels.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-labels-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const files = () => labelFiles(join(folder, 'labels.csv'));

const RESULT: LabelResult = {
  documents: 3,
  labels: [{ document: 'a.png', label: 'memo', modelId: 'one', second: { modelId: 'two', label: 'memo' } }],
  disagreements: [{ document: 'b.png', first: 'memo', second: 'letter' }],
  unlabelled: [{ document: 'c.png', opinion: 'first', modelId: 'one', code: 'answer-null', message: 'None.' }],
  agreement: { rate: { successes: 1, total: 2, value: 0.5, low: 0.1, high: 0.9 } },
  spent: { calls: 6, inputTokens: 600, outputTokens: 60 },
};

describe('renderLabelFiles', () => {
  it('keeps labels, disagreements and errors apart', () => {
    const contents = renderLabelFiles(RESULT, files());
    expect(contents.get(files().labels)).toBe('image,label,model,second_label,second_model\na.png,memo,one,memo,two\n');
    expect(contents.get(files().review)).toBe('image,first,second,chosen\nb.png,memo,letter,\n');
    expect(JSON.parse(contents.get(files().errors) ?? '')).toEqual(RESULT.unlabelled[0]);
  });

  it('is read back by any CSV reader, whatever the labels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }))),
        fc.boolean(),
        (rows, byteOrderMark) => {
          const labels = rows.map(([document, label]) => ({ document, label, modelId: 'one' }));
          const { agreement: _, ...rest } = RESULT;
          const text = renderLabelFiles({ ...rest, labels }, files(), { byteOrderMark }).get(files().labels) ?? '';
          expect(text.startsWith('\uFEFF')).toBe(byteOrderMark);
          const read: unknown = parse(text, { bom: true });
          expect(read).toEqual([['image', 'label', 'model'], ...rows.map((row) => [...row, 'one'])]);
        },
      ),
    );
  });
});

describe('writeLabels', () => {
  it('replaces its own files, and removes those that nothing is left for', async () => {
    await writeLabels(RESULT, files());
    await requireReplaceable(files(), {});
    const { agreement: _, ...rest } = RESULT;
    await writeLabels({ ...rest, disagreements: [], unlabelled: [] }, files());
    expect((await readdir(folder)).toSorted()).toEqual(['labels.csv', 'labels.csv.journal.jsonl']);
    expect(await readFile(files().labels, 'utf8')).toMatch(/^image,label,model\n/);
  });

  it('never touches a file that somebody else wrote or edited, unless forced to', async () => {
    await writeLabels(RESULT, files());
    const chosen = 'image,first,second,chosen\nb.png,memo,letter,letter\n';
    await writeFile(files().review, chosen);
    await expect(requireReplaceable(files(), {})).rejects.toMatchObject({ code: 'output-exists' });
    await expect(writeLabels({ ...RESULT, disagreements: [] }, files())).rejects.toMatchObject({
      code: 'output-exists',
    });
    expect(await readFile(files().review, 'utf8')).toBe(chosen);
    await writeLabels(RESULT, files(), { force: true });
    expect(await readFile(files().review, 'utf8')).toMatch(/letter,\n$/);
  });

  it('writes nothing at all when one of the files is somebody else’s', async () => {
    await writeFile(files().errors, 'mine');
    await expect(writeLabels(RESULT, files())).rejects.toMatchObject({ code: 'output-exists' });
    expect(await readdir(folder)).toEqual(['labels.csv.errors.jsonl']);
  });
});
