import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { liesInside } from '../../lib/inside-folder.ts';
import type { DocumentItem } from './source.ts';

/** One row or line of a file that labels images. */
export interface LabelledRow {
  /** 1-based. */
  readonly line: number;
  /** Path as written, relative to the folder of the images. */
  readonly image: string;
  readonly label: string;
  /** Empty for none. */
  readonly group: string;
}

/** Turns rows into documents and says of every unusable row why. Memory: one id and label per row, to find rows that name an image twice. */
export class RowReader {
  readonly #images: string;
  readonly #place: string;
  readonly #seen = new Map<string, { readonly label: string; readonly line: number }>();

  /**
   * @param images real path of the folder that images must lie in
   * @param place what a line is called in messages, e.g. `CSV line`
   */
  constructor(images: string, place: string) {
    this.#images = images;
    this.#place = place;
  }

  async read({ line, image, label, group }: LabelledRow): Promise<DocumentItem> {
    const name = image.trim();
    if (name === '') return this.skip(line, `line-${line}`, 'image-name-empty', 'the image column is empty');
    if (/^https?:\/\//i.test(name)) {
      return this.skip(line, name, 'image-remote', `expected a file, but ${name} is on the web; download it first`);
    }
    const id = posix.normalize(name.replaceAll('\\', '/'));
    if (label.trim() === '') return this.skip(line, id, 'label-empty', `the label of ${id} is empty`);
    const path = resolve(this.#images, id);
    if (!(await stat(path).catch(() => undefined))?.isFile()) {
      return this.skip(line, id, 'image-missing', `expected the image ${id} in ${this.#images}, but it is not there`);
    }
    if (!(await liesInside(this.#images, path))) {
      return this.skip(line, id, 'path-outside-folder', `${id} lies outside ${this.#images}`);
    }
    return this.#skipRepeated(id, label.trim(), line) ?? documentItem(id, path, label.trim(), group.trim());
  }

  skip(line: number, id: string, code: string, reason: string): DocumentItem & { readonly kind: 'skipped' } {
    return { kind: 'skipped', skipped: { id, code, message: `${this.#place} ${line}: ${reason}.` } };
  }

  #skipRepeated(id: string, label: string, line: number): DocumentItem | undefined {
    const first = this.#seen.get(id);
    if (first === undefined) {
      this.#seen.set(id, { label, line });
      return undefined;
    }
    const listed = `${id} is listed already in line ${first.line}`;
    if (first.label === label) return this.skip(line, id, 'duplicate-row', listed);
    const labels = `${JSON.stringify(first.label)} there and ${JSON.stringify(label)} here`;
    return this.skip(line, id, 'conflicting-row', `${listed}, labelled ${labels}; the first counts`);
  }
}

function documentItem(id: string, path: string, label: string, group: string): DocumentItem {
  return { kind: 'document', document: { id, path, label, ...(group === '' ? {} : { group }) } };
}
