import { join } from 'node:path';
import type { ConverseAnswer, InferenceDocument, InferOptions } from '../../src/toolkit/index.ts';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { type Rehearsal, writeFiles } from '../support/rehearsal.ts';

export const MODEL = 'us.amazon.nova-lite-v1:0';

/** How documents are asked about, but for the file. Waits of a test are short. */
export const QUESTION: Omit<InferOptions, 'predictionsFile'> = {
  modelId: MODEL,
  prompts: { system: 'You sort documents.', task: 'Which class is it? Choose one of: invoice, letter, resume.' },
  parameters: { maxTokens: 20, temperature: 0 },
  retry: { attempts: 12, baseDelayMs: 5, maxDelayMs: 40 },
};

/** Pages that differ from one another, on disk. */
export async function writePages(rehearsal: Rehearsal, folder: string, count: number): Promise<InferenceDocument[]> {
  const root = join(rehearsal.folder, folder);
  const documents: InferenceDocument[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `${String(index).padStart(3, '0')}.png`;
    await writeFiles(root, { [name]: await drawCodedPage(CODED_CLASSES[index % 3] ?? 'letter', index) });
    documents.push({ document: name, image: join(root, name) });
  }
  return documents;
}

export const saying = (text: string): ConverseAnswer => ({
  text,
  stopReason: 'end_turn',
  inputTokens: 100,
  outputTokens: 3,
});
