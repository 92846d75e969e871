import { readFile, stat } from 'node:fs/promises';
import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { DataError } from '../../errors.ts';
import { type Pixels, rawTiff } from './raw-tiff.ts';

// The only file of the toolkit that knows the PDF library.

/** Largest PDF file that is read into memory, bytes: the same as for images. */
const MAX_FILE_BYTES = 200 * 1024 * 1024;

interface OpenFile {
  readonly path: string;
  readonly document: PDFiumDocument;
}

/** Draws pages of PDF files, one at a time whoever asks. Keeps one library, and the file that was asked for last. */
export class PdfRenderer {
  #library: Promise<PDFiumLibrary> | undefined;
  #open: OpenFile | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws DataError `image-missing`, `pdf-file-too-large`, `pdf-encrypted`, `pdf-broken`, `pdf-empty` */
  countPages(path: string): Promise<number> {
    return this.#inTurn(async () => {
      const { document } = await this.#openFile(path);
      const count = document.getPageCount();
      if (count === 0) throw new DataError('pdf-empty', `Expected pages in ${path}, but it has none.`);
      return count;
    });
  }

  /**
   * One page as an uncompressed TIFF image, so that its pixels are encoded once, by the image recipe.
   * @param page from 0
   * @param maxSide longest side, pixels
   * @throws DataError as `countPages`, and `pdf-page-broken`
   */
  render(path: string, page: number, maxSide: number): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const { document } = await this.#openFile(path);
      return rawTiff(await drawPage(document, page, maxSide, path));
    });
  }

  /** The library has one heap and is not made for two calls at once. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => this.#guarded(work));
    this.#last = result.catch(() => {});
    return result;
  }

  /** After a failure inside the library, such as running out of its heap, its state is unknown: the next file gets a new one. */
  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DataError) throw error;
      this.#library = undefined;
      this.#open = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataError('pdf-broken', `Expected a whole PDF file, but it cannot be drawn: ${reason}.`, {
        cause: error,
      });
    }
  }

  async #openFile(path: string): Promise<OpenFile> {
    if (this.#open?.path === path) return this.#open;
    this.#open?.document.destroy();
    this.#open = undefined;
    const bytes = await readPdf(path);
    this.#library ??= loadLibrary();
    const library = await this.#library;
    this.#open = { path, document: await loadDocument(library, bytes, path) };
    return this.#open;
  }
}

async function loadLibrary(): Promise<PDFiumLibrary> {
  // 4 MB of WebAssembly that most runs do not need.
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  return PDFiumLibrary.init();
}

async function readPdf(path: string): Promise<Uint8Array> {
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() !== true)
    throw new DataError('image-missing', `Expected a PDF file at ${path}, but there is none.`);
  if (file.size === 0) throw new DataError('pdf-empty', `Expected a PDF file at ${path}, but it has 0 bytes.`);
  if (file.size > MAX_FILE_BYTES) {
    throw new DataError(
      'pdf-file-too-large',
      `Expected at most ${MAX_FILE_BYTES} bytes, but ${path} has ${file.size}.`,
    );
  }
  return readFile(path);
}

async function loadDocument(library: PDFiumLibrary, bytes: Uint8Array, path: string): Promise<PDFiumDocument> {
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/password|security/i.test(reason)) {
      throw new DataError(
        'pdf-encrypted',
        `Expected a PDF file without a password, but ${path} is encrypted: ${reason}.`,
        { cause: error },
      );
    }
    throw new DataError('pdf-broken', `Expected a whole PDF file at ${path}, but it cannot be read: ${reason}.`, {
      cause: error,
    });
  }
}

async function drawPage(document: PDFiumDocument, index: number, maxSide: number, path: string): Promise<Pixels> {
  const page = document.getPage(index);
  // In points of 1/72 inch, turned as the page says; nothing for a page that cannot be read.
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longest = Math.max(originalWidth, originalHeight);
  if (!(longest > 0)) {
    throw new DataError('pdf-page-broken', `Expected a page ${index + 1} in ${path}, but it cannot be read.`);
  }
  const side = (points: number) => Math.max(1, Math.round((points / longest) * maxSide));
  const { width, height, data } = await page.render({
    width: side(originalWidth),
    height: side(originalHeight),
    scale: 1,
    render: 'bitmap',
    renderFormFields: true,
  });
  return { width, height, rgba: data };
}
