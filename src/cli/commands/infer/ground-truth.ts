import { basename, dirname, resolve } from 'node:path';
import { readGroundTruthFile } from '../../options/ground-truth-file.ts';
import type { NamedDocument } from './documents.ts';

/**
 * Labels by document: from the file, else those that came with the documents. Keys of the file are ids, paths (absolute, or relative to the working folder
 * or to the file's) or, where they are unique, file names.
 *
 * @throws InputError `ground-truth-invalid` when the file is no object of texts, or none of it is about these documents
 */
export async function readTruths(
  documents: readonly NamedDocument[],
  file: string | undefined,
  cwd: string,
): Promise<ReadonlyMap<string, string>> {
  if (file === undefined) {
    return new Map(
      documents.flatMap(({ document, label }) => (label === undefined ? [] : [[document, label] as const])),
    );
  }
  const path = resolve(cwd, file);
  const labels = await readLabels(path);
  const named = uniqueNames(labels);
  const truths = new Map<string, string>();
  for (const { document, image } of documents) {
    const names = [document, image];
    const label =
      names.map((name) => labels.get(name)).find((one) => one !== undefined) ??
      labelOfPath(image, labels, [cwd, dirname(path)]) ??
      named.get(basename(image));
    if (label !== undefined) truths.set(document, label);
  }
  if (truths.size > 0) return truths;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'ground-truth-invalid',
    `Expected labels of these documents in ${file}, and none of its ${labels.size} entries is about one of them.`,
    { remedy: `Name images by path or file name, such as ${documents[0]?.document ?? 'page.png'}.` },
  );
}

function labelOfPath(image: string, labels: ReadonlyMap<string, string>, folders: readonly string[]) {
  for (const [name, label] of labels) {
    if (folders.some((folder) => resolve(folder, name) === image)) return label;
  }
  return undefined;
}

function uniqueNames(labels: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const repeated = new Set<string>();
  for (const [name, label] of labels) {
    const base = basename(name);
    if (named.has(base)) repeated.add(base);
    named.set(base, label);
  }
  for (const name of repeated) named.delete(name);
  return named;
}

async function readLabels(path: string): Promise<ReadonlyMap<string, string>> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const labels = new Map<string, string>();
  for (const [document, label] of await readGroundTruthFile(path)) {
    if (typeof label !== 'string') {
      throw new InputError('ground-truth-invalid', `Expected a text as the label of ${document} in ${path}.`);
    }
    labels.set(document, label);
  }
  return labels;
}
