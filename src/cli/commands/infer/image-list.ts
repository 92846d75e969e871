import { dirname, resolve } from 'node:path';
import { readTextFile } from '../../read-text.ts';
import type { NamedDocument } from './documents.ts';

/** Keys under which lists name an image's path, and its id. */
const PATH_KEYS = ['image', 'image_path', 'path', 'file'];
const ID_KEYS = ['id', 'document'];

/**
 * A JSON Lines file of images: each line is a path, or an object with `image`, perhaps with `id` and `label`. Paths are relative to the file's folder.
 *
 * @throws InputError `image-list-invalid` naming the line, `documents-missing` when there is none
 */
export async function readImageList(file: string): Promise<readonly NamedDocument[]> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const lines = (await readTextFile(file, 'list of images')).split(/\r?\n/);
  const seen = new Map<string, number>();
  const documents = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const document = readLine(line, dirname(file));
    const wrong = (message: string) =>
      new InputError('image-list-invalid', `${file}:${index + 1}: ${message}`, {
        remedy: 'Write one JSON value per line, e.g. {"image": "scans/1.png"}.',
      });
    if (document === undefined) throw wrong(`expected a path or an object with "image", got ${line.slice(0, 60)}`);
    const earlier = seen.get(document.document);
    if (earlier !== undefined) throw wrong(`expected another id than ${document.document}, which line ${earlier} has`);
    seen.set(document.document, index + 1);
    return [document];
  });
  if (documents.length > 0) return documents;
  throw new InputError('documents-missing', `Expected images in ${file}, and it names none.`);
}

function readLine(line: string, folder: string): NamedDocument | undefined {
  const value = tryJson(line);
  if (typeof value === 'string') return { document: value, image: resolve(folder, value) };
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const text = (keys: readonly string[]) => keys.map((key) => fields[key]).find((one) => typeof one === 'string');
  const path = text(PATH_KEYS);
  if (path === undefined) return undefined;
  const label = text(['label']);
  return { document: text(ID_KEYS) ?? path, image: resolve(folder, path), ...(label !== undefined && { label }) };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
