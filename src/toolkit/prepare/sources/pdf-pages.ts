import { open } from 'node:fs/promises';
import { DataError } from '../../errors.ts';
import type { LabelledDocument } from '../../model/dataset.ts';
import { DEFAULT_MAX_SIDE } from '../images/plan-image.ts';
import { PdfRenderer } from './pdf-renderer.ts';
import type { DocumentItem, DocumentSource } from './source.ts';

export interface PdfPagesOptions {
  /** `first`: the first page stands for the document; `all`: each page is a document of its own, all in one group. Default `first`. */
  readonly pages?: 'first' | 'all';
  /**
   * Longest side of a rendered page, pixels. Default that of the image recipe, 1600: an A4 page at 137 dpi, just over the largest frame
   * that Nova looks at. Give the recipe's when it is another.
   */
  readonly maxSide?: number;
}

/**
 * Any source, with its PDF files turned into page images. Other documents pass through. Encrypted, broken and empty files are skipped with a reason.
 *
 * Pages are drawn when their image is wanted, one at a time, by a library that is loaded with the first PDF file. The same file gives the same
 * pixels on every machine: fonts that the file does not bring are replaced by the library's own.
 * Memory: the largest PDF file (at most 200 MiB) and one page (4 bytes a pixel) at a time.
 */
export function pdfPages(source: DocumentSource, options: PdfPagesOptions = {}): DocumentSource {
  const { pages = 'first', maxSide = DEFAULT_MAX_SIDE } = options;
  return {
    // Whatever else the source has.
    ...source,
    async *documents(signal) {
      const renderer = new PdfRenderer();
      for await (const item of source.documents(signal)) {
        if (item.kind === 'document' && (await isPdf(item.document))) {
          yield* readPdf(item.document, pages, (path, page) => renderer.render(path, page, maxSide), renderer);
        } else yield item;
      }
    },
  };
}

/** How far into the file its header may begin, bytes: readers have always been lenient. */
const HEADER_WITHIN = 1024;

/** Told by its bytes, whatever its name; what cannot be opened is left to whoever reads the image. */
async function isPdf({ path, bytes }: LabelledDocument): Promise<boolean> {
  if (bytes !== undefined) return false;
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const start = Buffer.alloc(HEADER_WITHIN);
    const { bytesRead } = await handle.read(start, 0, HEADER_WITHIN, 0).catch(() => ({ bytesRead: 0 }));
    const at = start.subarray(0, bytesRead).indexOf('%PDF-');
    return at === 0 || (at > 0 && path.toLowerCase().endsWith('.pdf'));
  } finally {
    await handle.close();
  }
}

async function* readPdf(
  document: LabelledDocument,
  pages: 'first' | 'all',
  render: (path: string, page: number) => Promise<Uint8Array>,
  renderer: PdfRenderer,
): AsyncGenerator<DocumentItem> {
  const { id, path } = document;
  try {
    const count = await renderer.countPages(path);
    if (pages === 'first') {
      yield { kind: 'document', document: { ...document, bytes: () => render(path, 0) } };
      return;
    }
    for (let page = 0; page < count; page++) {
      const place = { id: `${id}#page=${page + 1}`, group: document.group ?? id };
      yield { kind: 'document', document: { ...document, ...place, bytes: () => render(path, page) } };
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    yield { kind: 'skipped', skipped: { id, code: error.code, message: error.message } };
  }
}
