import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Prediction } from '../model/artifacts.ts';

/** Predictions as JSON Lines, appended and flushed one by one: what was paid for survives `kill -9`. */
export interface PredictionLog {
  /** Successful predictions of earlier runs by key; failed ones are asked again. */
  readonly answered: ReadonlyMap<string, Prediction>;
  append(prediction: Prediction): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or begins) a log. A torn last line, left by a crash in the middle of a write, is cut off by starting a new line. */
export async function openPredictionLog(file: string): Promise<PredictionLog> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readIfThere(file);
  const answered = new Map<string, Prediction>();
  for (const prediction of parsePredictions(text)) {
    if (prediction.answer !== undefined) answered.set(prediction.key, prediction);
  }
  const handle = await open(file, 'a');
  if (text !== '' && !text.endsWith('\n')) await handle.appendFile('\n');
  return {
    answered,
    append: async (prediction) => {
      await handle.appendFile(`${JSON.stringify(prediction)}\n`);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

/** The last prediction of each key in a log, in the order of first appearance. */
export async function readPredictions(file: string): Promise<readonly Prediction[]> {
  const byKey = new Map<string, Prediction>();
  for (const prediction of parsePredictions(await readIfThere(file))) byKey.set(prediction.key, prediction);
  return [...byKey.values()];
}

function parsePredictions(text: string): Prediction[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Prediction];
    } catch {
      return []; // A torn line: its document counts as not asked.
    }
  });
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
