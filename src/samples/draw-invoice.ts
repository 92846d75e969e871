import { Canvas } from './drawing/canvas.ts';
import { Sheet } from './drawing/sheet.ts';
import { INVOICE_SHEET, printInvoice } from './invoices/form.ts';
import { truthOf, writeInvoice } from './invoices/invoice.ts';
import { choosePrint } from './invoices/print-style.ts';
import { Random } from './random.ts';
import { checkChoice, type SampleChoice, type SampleDocument } from './sample-document.ts';
import { encodePhoto } from './scanning/encode.ts';
import { choosePhoto, photograph, photoProjection } from './scanning/photo.ts';

export interface InvoiceChoice extends SampleChoice {
  /** Which photo of the invoice: another light, angle and sharpness, the same paper. Default 0. */
  readonly photo?: number;
}

/**
 * Draws a phone photo of an invented Chinese VAT invoice: a colour JPEG, 1600 pixels wide. `index` chooses the
 * invoice. `truth` has `seller`, `buyer`, `invoiceNumber` (the group of its photos), `issueDate` (2017-04-18) and
 * `totalWithTax` (38266.00). The same seed, index and photo give the same bytes on every run.
 * @throws RangeError when seed, index or photo is not a whole number from 0 up.
 */
export async function drawInvoice(choice: InvoiceChoice): Promise<SampleDocument> {
  const { seed, index, photo = 0 } = choice;
  checkChoice({ seed, index });
  checkChoice({ seed, index: photo });
  const invoice = writeInvoice(seed, index);
  const paper = new Random(['paper', seed, index]);
  const style = choosePrint(paper, invoice.kind);
  const random = new Random(['photo', seed, index, photo]);
  const settings = choosePhoto(random, INVOICE_SHEET);
  const canvas = new Canvas(settings.width, settings.height, settings.desk);
  const { width, height } = INVOICE_SHEET;
  const sheet = new Sheet(width, height, canvas, photoProjection(settings, INVOICE_SHEET));
  sheet.fill(outline(width, height), { ink: style.paper });
  printInvoice(sheet, invoice, style, paper);
  photograph(canvas, settings, random);
  const bytes = await encodePhoto(canvas, settings.jpegQuality);
  return { name: `vat-${String(index).padStart(4, '0')}-${photo + 1}.jpg`, bytes, truth: truthOf(invoice) };
}

/** The sheet's edge, in enough points to follow its bend. */
function outline(width: number, height: number): [number, number][] {
  const across = Array.from({ length: 33 }, (_, i) => (i * width) / 32);
  return [
    ...across.map((x): [number, number] => [x, 0]),
    ...across.reverse().map((x): [number, number] => [x, height]),
  ];
}
