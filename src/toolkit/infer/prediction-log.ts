import { DurableLines } from '../lib/durable-lines.ts';
import { readTextIfThere } from '../lib/read-text-if-there.ts';
import type { Prediction } from '../model/artifacts.ts';

/** Predictions as JSON Lines, appended and flushed to disk one by one: what was paid for survives `kill -9`. */
export interface PredictionLog {
  /** The last word about a document and a question, of this run too. */
  of(document: string, key: string): Prediction | undefined;
  /** An answer to the question, whichever document was asked about: copies of an image are asked once. */
  answerTo(key: string): Prediction | undefined;
  append(prediction: Prediction): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or begins) a log. A torn last line, left by a crash in the middle of a write, is cut off by starting a new line. */
export async function openPredictionLog(file: string): Promise<PredictionLog> {
  const text = await readTextIfThere(file);
  const byDocument = new Map<string, Prediction>();
  const answers = new Map<string, Prediction>();
  const note = (prediction: Prediction) => {
    byDocument.set(nameOf(prediction), prediction);
    if (prediction.answer !== undefined) answers.set(prediction.key, prediction);
  };
  for (const prediction of parsePredictions(text)) note(prediction);
  const lines = new DurableLines(file, text);
  await lines.begin();
  return {
    of: (document, key) => byDocument.get(nameOf({ document, key })),
    answerTo: (key) => answers.get(key),
    append: async (prediction) => {
      await lines.append(prediction);
      note(prediction);
    },
    close: () => lines.close(),
  };
}

/** The last prediction of each document and question in a log, in the order of first appearance. */
export async function readPredictions(file: string): Promise<readonly Prediction[]> {
  const last = new Map<string, Prediction>();
  for (const prediction of parsePredictions(await readTextIfThere(file))) last.set(nameOf(prediction), prediction);
  return [...last.values()];
}

const nameOf = ({ document, key }: Pick<Prediction, 'document' | 'key'>): string => `${key} ${document}`;

function parsePredictions(text: string): Prediction[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Prediction];
    } catch {
      return []; // A torn line: its document counts as not asked.
    }
  });
}
