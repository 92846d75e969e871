import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type JournalEntry, RunJournal } from './journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const BEGUN: JournalEntry = {
  at: '2026-01-01T00:00:00.000Z',
  call: 'submit-job',
  name: 'j',
  token: 't',
  state: 'begun',
};

it('tells another process the last that is known of each call', async () => {
  const file = join(folder, 'run', 'journal.jsonl');
  const journal = await RunJournal.open(file);
  expect(journal.last('submit-job', 'j')).toBeUndefined();
  await journal.add(BEGUN);
  await journal.add({ ...BEGUN, name: 'other' });
  await journal.add({ ...BEGUN, state: 'done', result: 'arn' });
  await journal.close();
  const again = await RunJournal.open(file);
  expect(again.last('submit-job', 'j')).toEqual({ ...BEGUN, state: 'done', result: 'arn' });
  expect(again.last('submit-job', 'other')?.state).toBe('begun');
  expect(again.last('create-deployment', 'j')).toBeUndefined();
});

it('loses nothing but a line that was cut off, wherever that was', async () => {
  const whole = `${JSON.stringify({ ...BEGUN, name: 'torn' })}\n`;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      const file = join(folder, `${length}.jsonl`);
      await rm(file, { force: true });
      const first = await RunJournal.open(file);
      await first.add(BEGUN);
      await first.close();
      await appendFile(file, whole.slice(0, length));
      const second = await RunJournal.open(file);
      expect(second.last('submit-job', 'j')).toEqual(BEGUN);
      await second.add({ ...BEGUN, name: 'next' });
      await second.close();
      const third = await RunJournal.open(file);
      expect(third.last('submit-job', 'j')).toEqual(BEGUN);
      expect(third.last('submit-job', 'next')?.state).toBe('begun');
      expect(await readFile(file, 'utf8')).toMatch(/\n$/);
    }),
    { numRuns: 40 },
  );
});
