import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InferenceDocument, infer, readPredictions } from '../../src/toolkit/index.ts';
import { drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { QUESTION, writePages } from './pages.ts';

const ENTRY = fileURLToPath(new URL('./infer-process.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const PAGES = 30;
/** Of the process, and of the run that goes on. */
const AT_ONCE = 4;

let rehearsal: Rehearsal;
let documents: readonly InferenceDocument[];
let onConverse: (() => void) | undefined;
beforeAll(async () => {
  rehearsal = await openRehearsal({
    onRequest: ({ operation }) => {
      if (operation === 'Converse') onConverse?.();
    },
  });
  documents = (await writePages(rehearsal, 'pages', PAGES)).map(({ image }) => ({ document: image, image }));
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

/** Asks in a process that is killed as the cloud answers the nth call. @returns the documents it was told about. */
async function inferUntilKilled(predictionsFile: string, nth: number): Promise<readonly string[]> {
  const images = documents.map(({ image }) => image);
  const args = ['--import', LOADER, ENTRY, predictionsFile, rehearsal.local.url, ...images];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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

it.each([2, 17])('infer loses nothing when it is killed at call %i, and asks only what is missing', async (nth) => {
  const predictionsFile = join(rehearsal.folder, `killed-${nth}.jsonl`);
  const before = rehearsal.count('Converse');
  const told = await inferUntilKilled(predictionsFile, nth);
  const options = { ...QUESTION, concurrency: AT_ONCE, predictionsFile };
  const { events, result } = await drain(infer(documents, options, rehearsal.cloud));

  expect(result).toMatchObject({ documents: PAGES, failed: 0 });
  // What anybody was told about was on disk: it is not asked again.
  const asked = events.flatMap((event) => (event.type === 'document-answered' ? [event.prediction.document] : []));
  expect(asked.filter((document) => told.includes(document))).toEqual([]);
  expect((await readPredictions(predictionsFile)).filter(({ answer }) => answer !== undefined)).toHaveLength(PAGES);
  // Only calls that were under way, or answered but not yet written, are paid twice.
  expect(rehearsal.count('Converse') - before).toBeLessThanOrEqual(PAGES + AT_ONCE);
});
