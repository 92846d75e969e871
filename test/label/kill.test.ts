import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { label, labellingPrompts, listImages } from '../../src/toolkit/index.ts';
import { drawCodedPage } from '../support/coded-pages.ts';
import { drain, openRehearsal, type Rehearsal, writeFiles } from '../support/rehearsal.ts';
import { CLASSES } from './classes.ts';

const ENTRY = fileURLToPath(new URL('./label-process.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const PAGES = 40;
/** Of the process, and of the run that goes on. */
const AT_ONCE = 4;

let rehearsal: Rehearsal;
let images: string;
let onConverse: (() => void) | undefined;
beforeAll(async () => {
  rehearsal = await openRehearsal({
    onRequest: ({ operation }) => {
      if (operation === 'Converse') onConverse?.();
    },
  });
  images = join(rehearsal.folder, 'scans');
  for (let index = 0; index < PAGES; index += 1) {
    const name = (['invoice', 'letter', 'resume'] as const)[index % 3] ?? 'letter';
    await writeFiles(images, { [`${String(index).padStart(2, '0')}.png`]: await drawCodedPage(name, index) });
  }
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

/** Labels in a process that is killed as the cloud answers the nth call. @returns the documents it was told about. */
async function labelUntilKilled(journal: string, nth: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', LOADER, ENTRY, images, journal, rehearsal.local.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let calls = 0;
  onConverse = () => {
    calls += 1;
    if (calls === nth) child.kill('SIGKILL');
  };
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  onConverse = undefined;
  expect(signal).toBe('SIGKILL');
  return told.split('\n').slice(0, -1);
}

describe('label', () => {
  it.each([1, 13, 37])('loses nothing when it is killed at call %i, and asks only what is missing', async (nth) => {
    const journalFile = join(rehearsal.folder, `killed-${nth}`, 'labels.csv.journal.jsonl');
    const before = rehearsal.count('Converse');
    const told = await labelUntilKilled(journalFile, nth);

    const documents = await listImages(images);
    const first = { modelId: 'us.amazon.nova-lite-v1:0', prompts: labellingPrompts(CLASSES) };
    const options = { task: CLASSES, first, journalFile, concurrency: AT_ONCE };
    const { events, result } = await drain(label(documents, options, rehearsal.cloud));

    expect(result.labels.map(({ document }) => document)).toEqual(documents.map(({ id }) => id));
    // What anybody was told about was on disk: it is not asked again.
    const asked = events.flatMap((event) => (event.type === 'document-labelled' ? [event.document] : []));
    expect(asked.filter((document) => told.includes(document))).toEqual([]);
    // Only calls that were under way, or answered but not yet written, are paid twice.
    const calls = rehearsal.count('Converse') - before;
    expect(calls).toBeGreaterThanOrEqual(PAGES);
    expect(calls).toBeLessThanOrEqual(PAGES + AT_ONCE);
  });
});
