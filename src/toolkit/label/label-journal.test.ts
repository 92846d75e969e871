import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LabelEntry, LabelJournal } from './label-journal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-journal-'));
  file = join(folder, 'new', 'labels.csv.journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (key: string, change: Partial<LabelEntry> = { label: 'memo' }): LabelEntry => ({
  key,
  document: `${key}.png`,
  modelId: 'model',
  calls: 1,
  inputTokens: 10,
  outputTokens: 2,
  ...change,
});

describe('LabelJournal', () => {
  it('gives back what was added, the last for each key', async () => {
    const journal = await LabelJournal.open(file);
    const failed = entry('b', { error: { code: 'answer-null', message: 'No.', answer: '{"type": null}' } });
    await Promise.all([journal.add(entry('a')), journal.add(failed), journal.add(entry('c'))]);
    await journal.add(entry('a', { label: 'letter' }));
    await journal.noteWritten('labels.csv', 'abc');
    await journal.close();
    const again = await LabelJournal.open(file);
    expect(again.get('a')).toEqual(entry('a', { label: 'letter' }));
    expect(again.get('b')).toEqual(failed);
    expect(again.get('d')).toBeUndefined();
    expect([again.hasWritten('labels.csv', 'abc'), again.hasWritten('labels.csv', 'abd')]).toEqual([true, false]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(6);
  });

  it('makes no file when there is nothing to write', async () => {
    const journal = await LabelJournal.open(file);
    await journal.close();
    await expect(stat(join(folder, 'new'))).rejects.toThrow(/ENOENT/);
  });

  it('forgets a torn line and goes on behind it, cut at any byte', async () => {
    const journal = await LabelJournal.open(file);
    await journal.add(entry('a'));
    await journal.add(entry('b'));
    await journal.close();
    const whole = await readFile(file);
    const first = whole.indexOf('\n') + 1;
    for (let length = first; length <= whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      const torn = await LabelJournal.open(file);
      await torn.add(entry('c'));
      await torn.close();
      const again = await LabelJournal.open(file);
      expect(again.get('a')).toEqual(entry('a'));
      expect(again.get('c')).toEqual(entry('c'));
      // Only the line end may be missing of a line that still counts.
      expect(again.get('b') !== undefined).toBe(length >= whole.length - 1);
      await again.close();
    }
  });

  it('refuses a file that is something else, and leaves it alone', async () => {
    const other = join(folder, 'other.jsonl');
    await appendFile(other, 'image,label\n1.png,memo\n');
    await expect(LabelJournal.open(other)).rejects.toMatchObject({ code: 'journal-invalid' });
    expect(await readFile(other, 'utf8')).toBe('image,label\n1.png,memo\n');
  });
});
