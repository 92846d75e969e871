import { readTextFile } from '../read-text.ts';

/**
 * A file of the guide's form, `{"scans/1.png": "invoice", …}`: documents and their labels, in its order.
 * @throws InputError `ground-truth-invalid`
 */
export async function readGroundTruthFile(file: string): Promise<ReadonlyMap<string, unknown>> {
  const { InputError } = await import('../../toolkit/index.ts');
  const text = await readTextFile(file, 'ground truth');
  const invalid = (why: string, cause?: unknown) =>
    new InputError('ground-truth-invalid', `Expected a JSON object of documents and their labels in ${file}: ${why}.`, {
      remedy: 'Write {"scans/1.png": "invoice", …}.',
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid('it is no JSON', cause);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw invalid('it holds no object');
  const entries = Object.entries(content);
  if (entries.length === 0) throw invalid('it holds none');
  return new Map(entries);
}
