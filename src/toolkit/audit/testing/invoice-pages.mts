import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Page, PageReader, TextLine } from '../../../pages/index.ts';
import type { LabelledDocument } from '../../model/dataset.ts';
import { AUDIT_RULES } from '../all-rules.ts';
import { type AuditOptions, makeContext } from '../audit.ts';
import type { AuditFinding } from '../audit-report.ts';

type MadeLine = readonly [text: string, x: number, y: number];

/** A page with the given lines, 1000 × 700 pixels; a character is as wide as it is high. */
export function pageOf(lines: readonly MadeLine[]): Page {
  return {
    version: 'made-1',
    width: 1000,
    height: 700,
    lines: lines.map(([text, x, y]): TextLine => {
      const wide = [...text].filter((character) => character > '\u2e00').length;
      return { text, x, y, confidence: 0.99, w: (wide + (text.length - wide) / 2) * 0.016, h: 0.023, angle: 0 };
    }),
    appearance: { ink: [], gradients: [], statistics: [], textMap: [] },
  };
}

export interface MadeInvoice {
  readonly seller: string;
  readonly buyer: string;
  readonly number?: string;
}

/** A Chinese VAT invoice as a reader sees it: the upright headings in single characters, labels in pieces. */
export function vatInvoice({ seller, buyer, number = '09750785' }: MadeInvoice): Page {
  return pageOf([
    ['北京增值税专用发票', 0.36, 0.02],
    [`No ${number}`, 0.7, 0.04],
    [`校验码 ${number}${number}`, 0.1, 0.08],
    ...cipherLines(number),
    ['名', 0.07, 0.19],
    ['称：', 0.15, 0.19],
    [buyer, 0.19, 0.19],
    ['购', 0.03, 0.21],
    ['纳税人识别号：', 0.06, 0.23],
    ['110108400010945', 0.25, 0.23],
    ['买', 0.03, 0.25],
    ['方', 0.03, 0.3],
    ['货物或应税劳务、服务名称', 0.04, 0.36],
    ['价税合计（大写）', 0.06, 0.76],
    ['名', 0.04, 0.83],
    ['称：', 0.13, 0.83],
    [seller, 0.17, 0.83],
    ['销', 0.01, 0.84],
    ['纳税人识别号：', 0.04, 0.87],
    ['110116699572706', 0.25, 0.87],
    ['售', 0.01, 0.88],
    ['方', 0.01, 0.93],
    ['销售方：（章）', 0.75, 0.98],
  ]);
}

/** Figures that no other invoice has. */
function cipherLines(number: string): MadeLine[] {
  const turned = [...number].reverse().join('');
  return [`${number}<83*${turned}>+61`, `${turned}/9-4${number}`, `38*${turned}+7>${turned}`].map((text, row) => [
    text,
    0.6,
    0.19 + row * 0.04,
  ]);
}

/** A label and the page it stands for. */
export type Labelled = readonly [label: string, page?: Page];

/** What the rules say about labels, as `id code severity → proposed`. */
export function findingsOf(labelled: readonly Labelled[], options: AuditOptions): string[] {
  return auditFindings(labelled, options).map(
    ({ document, code, severity, proposed }) =>
      `${document} ${code} ${severity}${proposed === undefined ? '' : ` → ${proposed}`}`,
  );
}

export function auditFindings(labelled: readonly Labelled[], options: AuditOptions): AuditFinding[] {
  const read = labelled.map(([label, page], index) => {
    const document: LabelledDocument = { id: String(index), path: `/${index}.png`, label };
    return { document, ...(page && { page }) };
  });
  const context = makeContext(read, options);
  return AUDIT_RULES.flatMap((rule) => [...rule.check(context)]);
}

/** A picture that is like no other of another name. */
export async function pictureOf(name: string): Promise<Uint8Array> {
  const side = 48;
  const data = Buffer.concat(
    Array.from({ length: (side * side) / 32 }, (_, row) => createHash('sha256').update(`${name} ${row}`).digest()),
  );
  return await sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
}

export const pictureKey = (image: Uint8Array): string => createHash('sha256').update(image).digest('hex');

/** Reads pages by the {@link pictureKey} of their image. */
export function storedReader(pages: ReadonlyMap<string, Page>, unreadable: () => Error): PageReader {
  return {
    read: async (image) => {
      const page = pages.get(pictureKey(image));
      if (page === undefined) throw unreadable();
      return page;
    },
    close: async () => undefined,
  };
}
