import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DOCUMENT_CLASSES, drawDocument } from './draw-document.ts';
import { drawInvoice } from './draw-invoice.ts';
import { inOrder } from './in-order.ts';
import type { SampleDocument } from './sample-document.ts';

/** One image has been drawn and stands in its place. */
export interface SampleProgress {
  readonly type: 'image';
  /** Path of the image. */
  readonly file: string;
  /** Images done so far, and in all. */
  readonly done: number;
  readonly total: number;
}

export interface ClassSamplesOptions {
  /** Pages of each class, 1 or more. */
  readonly perClass: number;
  /** Whole number from 0 up. */
  readonly seed: number;
  /** Default: all 16. */
  readonly classes?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface InvoiceSamplesOptions {
  /** Number of different invoices, 1 or more. */
  readonly invoices: number;
  /** Photos of each, 1 or more. */
  readonly photosPerInvoice: number;
  /** Whole number from 0 up. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** Pages being drawn or encoded at once: one thread draws while the others of the image library encode. */
const AT_ONCE = 4;

/**
 * Writes `folder/<class>/<name>.png`, an image folder by class. Each file appears whole or not at all; identical
 * files that are there already stay. Holds at most a handful of pages in memory.
 * @throws when a file with other content stands in the way, when a class is unknown, a number is out of range, or the
 * signal aborts.
 */
export async function* writeClassSamples(
  folder: string,
  options: ClassSamplesOptions,
): AsyncGenerator<SampleProgress, { images: number }> {
  const { perClass, seed, signal } = options;
  checkCount('perClass', perClass);
  const classes = options.classes ?? DOCUMENT_CLASSES.map(({ name }) => name);
  const plan = classes.flatMap((name) => Array.from({ length: perClass }, (_, index) => ({ name, index })));
  const draw = async ({ name, index }: { name: string; index: number }) => {
    const document = await drawDocument(name, { seed, index });
    const file = join(folder, name, document.name);
    await place(file, document.bytes);
    return file;
  };
  return { images: yield* report(inOrder(plan, draw, AT_ONCE, signal), plan.length) };
}

/**
 * Writes `folder/images/*.jpg` and `folder/labels.csv` with the columns image, seller, buyer, invoice_number,
 * issue_date and total_with_tax (UTF-8, one row a photo). Photos of one invoice share its invoice_number. Files as in
 * `writeClassSamples`; the labels are written last.
 */
export async function* writeInvoiceSamples(
  folder: string,
  options: InvoiceSamplesOptions,
): AsyncGenerator<SampleProgress, { images: number; labelsFile: string }> {
  const { invoices, photosPerInvoice, seed, signal } = options;
  checkCount('invoices', invoices);
  checkCount('photosPerInvoice', photosPerInvoice);
  const plan = Array.from({ length: invoices * photosPerInvoice }, (_, i) => ({
    index: Math.floor(i / photosPerInvoice),
    photo: i % photosPerInvoice,
  }));
  const rows: string[] = [];
  const draw = async ({ index, photo }: { index: number; photo: number }) => {
    const document = await drawInvoice({ seed, index, photo });
    const file = join(folder, 'images', document.name);
    await place(file, document.bytes);
    rows[index * photosPerInvoice + photo] = labelRow(document);
    return file;
  };
  const images = yield* report(inOrder(plan, draw, AT_ONCE, signal), plan.length);
  const labelsFile = join(folder, 'labels.csv');
  const header = 'image,seller,buyer,invoice_number,issue_date,total_with_tax';
  await place(labelsFile, Buffer.from(`${[header, ...rows].join('\n')}\n`));
  return { images, labelsFile };
}

async function* report(files: AsyncGenerator<string>, total: number): AsyncGenerator<SampleProgress, number> {
  let done = 0;
  for await (const file of files) {
    done++;
    yield { type: 'image', file, done, total };
  }
  return done;
}

/** Names and sums of the vocabulary hold neither commas nor quotes, so no field needs quoting; checked all the same. */
function labelRow({ name, truth }: SampleDocument): string {
  const fields = [name, truth.seller, truth.buyer, truth.invoiceNumber, truth.issueDate, truth.totalWithTax];
  return fields.map((field = '') => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

/** Puts the bytes at the path by way of a temporary name. */
async function place(file: string, bytes: Uint8Array): Promise<void> {
  const present = await readIfPresent(file);
  if (present) {
    if (present.equals(bytes)) return;
    throw new Error(
      `Cannot write sample ${file}: a file with other content is there. Choose an empty folder, or remove the file.`,
    );
  }
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new Error(`Cannot write sample ${file}.`, { cause });
  }
}

async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`Samples: expected ${name} to be a whole number from 1 up, got ${value}.`);
  }
}
