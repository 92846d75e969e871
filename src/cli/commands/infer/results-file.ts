import type { DatasetManifest, JudgedPrediction, Prediction, Task } from '../../../toolkit/index.ts';
import type { NamedDocument } from './documents.ts';

/** Without a data set nobody knows what is asked for: answers are texts, and compared as such. */
const ANY_TEXT: Task = { kind: 'extraction', answerFormat: 'text', field: 'answer' };

/** Predictions of one model about the documents, read and compared with the truths. */
export async function judge(
  documents: readonly NamedDocument[],
  predictions: readonly Prediction[],
  truths: ReadonlyMap<string, string>,
  trained: DatasetManifest | undefined,
): Promise<JudgedPrediction[]> {
  const { evaluate, readAnswer } = await import('../../../toolkit/index.ts');
  const task = trained?.task ?? ANY_TEXT;
  const plain = trained === undefined ? predictions.map(unwrap) : predictions;
  const groundTruths = [...truths].map(([document, label]) => ({ document, label }));
  const { outcomes } = evaluate(groundTruths, plain, task, '');
  const correct = new Set(outcomes.flatMap(({ document, status }) => (status === 'correct' ? [document] : [])));
  const byDocument = new Map(plain.map((prediction) => [prediction.document, prediction]));
  const original = new Map(predictions.map((prediction) => [prediction.document, prediction]));
  return documents.map(({ document, image }) => {
    const prediction = original.get(document);
    const answer = byDocument.get(document)?.answer;
    const value = answer === undefined ? undefined : readAnswer(answer, task);
    const truth = truths.get(document);
    return {
      image,
      ...(prediction && { prediction }),
      ...(value !== undefined && { value }),
      ...(truth !== undefined && { truth, correct: correct.has(document) }),
    };
  });
}

/** `{"type": "invoice"}` → `invoice`: an object of one text is that text. */
function unwrap(prediction: Prediction): Prediction {
  const { answer } = prediction;
  const start = answer?.indexOf('{') ?? -1;
  if (answer === undefined || start < 0) return prediction;
  try {
    const values = Object.values(JSON.parse(answer.slice(start, answer.lastIndexOf('}') + 1)) as object);
    return values.length === 1 && typeof values[0] === 'string' ? { ...prediction, answer: values[0] } : prediction;
  } catch {
    return prediction;
  }
}

/** A file of results may be replaced by newer ones; anything else may not. */
export function isOwnResults(present: string): boolean {
  try {
    const content = JSON.parse(present) as Readonly<Record<string, unknown>> | null;
    return content?.comparison_type === 'model_comparison' || Array.isArray(content?.results);
  } catch {
    return false;
  }
}
