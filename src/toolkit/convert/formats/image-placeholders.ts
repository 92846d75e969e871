import type { Part, Report } from '../conversation.ts';
import { below, isFields, isList, reportShape } from '../json-fields.ts';

const PLACEHOLDER = '<image>';

/** The images that a record lists beside its texts, handed out in order. */
export class ListedImages {
  readonly #images: readonly { readonly source: string; readonly pointer: string }[];
  #used = 0;

  /** @param value a path or URL, an object with `path` or `url`, or a list of those */
  constructor(value: unknown, pointer: string, report: Report) {
    const entries = value === undefined || value === null || value === '' ? [] : isList(value) ? value : [value];
    this.#images = entries.flatMap((entry, index) => {
      const place = isList(value) ? below(pointer, index) : pointer;
      const source = isFields(entry) ? (entry.path ?? entry.url) : entry;
      if (typeof source === 'string') return [{ source, pointer: place }];
      reportShape(report, place, 'the path or URL of an image', source);
      return [];
    });
  }

  get isEmpty(): boolean {
    return this.#images.length === 0;
  }

  /** The next image; undefined when the list is used up, which `finish` reports. */
  take(): Part[] {
    const image = this.#images[this.#used++];
    return image === undefined ? [] : [{ kind: 'image', ...image }];
  }

  /** Splits a text at `<image>`, which stands for the next image; line ends around it only separate. */
  split(text: string): Part[] {
    const texts = text.split(PLACEHOLDER);
    return texts.flatMap((piece, index): Part[] => {
      const start = index > 0 ? piece.replace(/^\r?\n/, '') : piece;
      const trimmed = index < texts.length - 1 ? start.replace(/\r?\n$/, '') : start;
      const part: Part[] = trimmed === '' && texts.length > 1 ? [] : [{ kind: 'text', text: trimmed }];
      return index > 0 ? [...this.take(), ...part] : part;
    });
  }

  /** Reports when the record has more or fewer images than places for them. */
  finish(pointer: string, report: Report): void {
    if (this.#used === this.#images.length) return;
    report({
      code: 'image-count-mismatch',
      severity: 'error',
      pointer,
      message: `Expected as many images as places for them, but there are ${this.#images.length} images and ${this.#used} places.`,
    });
  }
}
