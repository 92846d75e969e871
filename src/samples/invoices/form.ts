import type { Colour } from '../drawing/canvas.ts';
import type { Sheet, TextStyle } from '../drawing/sheet.ts';
import { textWidth } from '../drawing/typefaces.ts';
import type { Random } from '../random.ts';
import words from '../vocabulary/invoice-form.json' with { type: 'json' };
import { moneyInWords } from './chinese-money.ts';
import type { Company } from './companies.ts';
import { type Invoice, plainMoney, printedDate } from './invoice.ts';
import type { PrintStyle } from './print-style.ts';
import { drawSeals } from './seals.ts';

/** Sheet of an invoice: 240 mm x 140 mm in 0.15 mm. */
export const INVOICE_SHEET = { width: 1600, height: 940 };

/** Edges of the ruled frame and of its rows. */
const FRAME = { left: 120, right: 1480, top: 170, items: 318, heads: 352, total: 622, seller: 668, bottom: 812 };
/** Left edges of the item columns, and the right end. */
const COLUMNS = [120, 470, 630, 712, 850, 1000, 1180, 1270, 1480];

interface Print {
  readonly sheet: Sheet;
  readonly invoice: Invoice;
  readonly style: PrintStyle;
  /** Text of the printed form. */
  form(text: string, x: number, y: number, options?: Partial<TextStyle>): void;
  /** Text of the entries: Chinese and figures, each in its face. */
  entry(text: string, x: number, y: number, size?: number, align?: 'left' | 'right'): void;
  rule(x1: number, y1: number, x2: number, y2: number): void;
}

/** Prints the invoice on the sheet. `random` decides only what has no meaning: the matrix code and the seal's place. */
export function printInvoice(sheet: Sheet, invoice: Invoice, style: PrintStyle, random: Random): void {
  const print = printer(sheet, invoice, style);
  matrixCode(sheet, random, 130, 36, 104, style.entryInk);
  head(print);
  frame(print);
  party(print, words.buyer, FRAME.top, invoice.buyer);
  party(print, words.seller, FRAME.seller, invoice.seller);
  cipher(print);
  items(print);
  total(print);
  foot(print);
  drawSeals(sheet, invoice, style, random);
}

function printer(sheet: Sheet, invoice: Invoice, style: PrintStyle): Print {
  return {
    sheet,
    invoice,
    style,
    form: (text, x, y, options) => {
      sheet.text(text, x, y, { face: 'zcool-xiaowei', size: 22, ink: style.formInk, ...options });
    },
    entry: (text, x, y, size = style.entrySize, align = 'left') => {
      const runs = text.match(/[ -~]+|[^ -~]+/g) ?? [];
      const faceOf = (run: string) => (/^[ -~]/.test(run) ? style.figures : 'zcool-xiaowei');
      const width = runs.reduce((sum, run) => sum + textWidth(faceOf(run), size, run), 0);
      let pen = x + style.slip[0] - (align === 'right' ? width : 0);
      for (const run of runs) {
        pen += sheet.text(run, pen, y + style.slip[1], { face: faceOf(run), size, ink: style.entryInk });
      }
    },
    rule: (x1, y1, x2, y2) => sheet.line(x1, y1, x2, y2, { weight: 1.7, ink: style.formInk }),
  };
}

function head({ invoice, form, entry, rule, style }: Print): void {
  const centred = { size: 40, align: 'centre', tracking: 4 } as const;
  const title = words.titles[invoice.kind];
  form(invoice.seller.city + title, 800, 62, centred);
  rule(590, 84, 1010, 84);
  rule(590, 90, 1010, 90);
  if (invoice.kind === 'electronic') {
    const lines = [
      [words.invoiceCode, invoice.code],
      [words.invoiceNumber, invoice.number],
      [words.issueDate, printedDate(invoice)],
    ] as const;
    lines.forEach(([label, value], i) => {
      form(label, 1130, 62 + i * 34);
      entry(value, 1255, 62 + i * 34);
    });
    return;
  }
  form(words.copies[invoice.kind][0] ?? '', 800, 142, { size: 30, align: 'centre', tracking: 24 });
  entry(invoice.code, 280, 84, 34);
  form('No', 1080, 84, { face: 'pt-serif', size: 40, ink: style.entryInk });
  entry(invoice.number, 1140, 84, 38);
  entry(invoice.number, 1350, 116, 20);
  form(words.issueDate, 1110, 152, { size: 21 });
  entry(printedDate(invoice), 1230, 152, 20);
}

function frame({ rule, form, invoice, style }: Print): void {
  const { left, right, top, bottom } = FRAME;
  for (const y of [top, FRAME.items, FRAME.total, FRAME.seller, bottom]) rule(left, y, right, y);
  for (const x of [left, right]) rule(x, top, x, bottom);
  for (const [from, to] of [
    [top, FRAME.items],
    [FRAME.seller, bottom],
  ] as const) {
    rule(left + 44, from, left + 44, to);
    rule(920, from, 920, to);
    rule(962, from, 962, to);
  }
  for (const x of COLUMNS.slice(1, -1)) rule(x, FRAME.items, x, FRAME.total);
  if (invoice.kind === 'electronic') return;
  const side = { size: 15, turn: 90, opacity: 0.85 };
  form(words.copyNotes[Number(invoice.number) % words.copyNotes.length] ?? '', 1500, 250, { ...side, tracking: 3 });
  form(words.printer, 88, 300, { ...side, ink: style.formInk });
}

/** Characters one under another, as in the narrow boxes at the left. */
function downwards(print: Print, text: string, x: number, top: number, bottom: number): void {
  const step = (bottom - top) / text.length;
  [...text].forEach((character, i) => {
    print.form(character, x, top + (i + 0.5) * step + 8, { align: 'centre' });
  });
}

function party(print: Print, who: string, top: number, company: Company): void {
  const { form, entry } = print;
  downwards(print, who, FRAME.left + 22, top, top + 146);
  const [first = '', second = ''] = words.name;
  const label = FRAME.left + 56;
  form(first, label, top + 32);
  form(second, label + 112, top + 32);
  [words.taxpayer, words.address, words.bank].forEach((text, i) => {
    form(text, label, top + 66 + i * 34);
  });
  const value = label + 172;
  entry(company.name, value, top + 32);
  entry(company.taxpayerNumber, value, top + 66, 23);
  entry(company.addressAndPhone, value, top + 100, 19);
  entry(company.bankAndAccount, value, top + 134, 19);
}

function cipher(print: Print): void {
  downwards(print, words.cipher, 941, FRAME.top, FRAME.items);
  downwards(print, words.remark, 941, FRAME.seller, FRAME.bottom);
  print.invoice.cipher.forEach((line, i) => {
    print.entry(line, 976, FRAME.top + 38 + i * 32, 26);
  });
  print.entry(print.invoice.remark, 976, FRAME.seller + 34, 20);
}

function items({ invoice, form, entry }: Print): void {
  words.columns.forEach((name, i) => {
    const middle = ((COLUMNS[i] ?? 0) + (COLUMNS[i + 1] ?? 0)) / 2;
    form(name, middle, FRAME.heads - 8, { align: 'centre', size: 21 });
  });
  const right = (column: number) => (COLUMNS[column + 1] ?? 0) - 12;
  invoice.items.forEach((item, i) => {
    const y = FRAME.heads + 26 + i * 36;
    entry(item.name, 130, y, 20);
    entry(item.model, 480, y, 18);
    entry(item.unit, 658, y, 20);
    entry(String(item.quantity), right(3), y, 20, 'right');
    entry(plainMoney(item.amount / item.quantity), right(4), y, 19, 'right');
    entry(plainMoney(item.amount), right(5), y, 20, 'right');
    entry(`${item.taxPercent}%`, right(6), y, 20, 'right');
    entry(plainMoney(item.tax), right(7), y, 20, 'right');
  });
  const [first = '', second = ''] = words.sum;
  form(first, 220, FRAME.total - 14);
  form(second, 350, FRAME.total - 14);
  entry(words.currency + plainMoney(invoice.amount), right(5), FRAME.total - 14, 22, 'right');
  entry(words.currency + plainMoney(invoice.tax), right(7), FRAME.total - 14, 22, 'right');
}

function total({ sheet, invoice, form, entry, rule, style }: Print): void {
  const sum = invoice.amount + invoice.tax;
  form(words.total, 190, FRAME.seller - 15);
  rule(470, FRAME.total, 470, FRAME.seller);
  sheet.ring(504, FRAME.seller - 23, 11, 11, { weight: 2, ink: style.entryInk });
  sheet.line(497, FRAME.seller - 30, 511, FRAME.seller - 16, { weight: 2, ink: style.entryInk });
  sheet.line(511, FRAME.seller - 30, 497, FRAME.seller - 16, { weight: 2, ink: style.entryInk });
  entry(moneyInWords(sum), 530, FRAME.seller - 15);
  form(words.totalInFigures, 1080, FRAME.seller - 15);
  entry(words.currency + plainMoney(sum), 1180, FRAME.seller - 15, 24);
}

function foot({ invoice, form, entry }: Print): void {
  const y = FRAME.bottom + 36;
  const [payee, checker, drawer] = invoice.people;
  form(words.payee, 130, y);
  entry(payee, 225, y, 20);
  form(words.checker, 480, y);
  entry(checker, 550, y, 20);
  form(words.drawer, 790, y);
  entry(drawer, 885, y, 20);
  form(words.sellerSeal, 1130, y);
}

/** Looks like a matrix code and says nothing. */
function matrixCode(sheet: Sheet, random: Random, x: number, y: number, size: number, ink: Colour): void {
  const cells = 25;
  const step = size / cells;
  const inCorner = (row: number, column: number) =>
    (row < 8 && column < 8) || (row < 8 && column >= cells - 8) || (row >= cells - 8 && column < 8);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      if (inCorner(row, column) || random.chance(0.5)) continue;
      sheet.block(x + column * step, y + row * step, step, step, ink);
    }
  }
  for (const [cx, cy] of [
    [0, 0],
    [cells - 7, 0],
    [0, cells - 7],
  ] as const) {
    sheet.box(x + (cx + 0.5) * step, y + (cy + 0.5) * step, step * 6, step * 6, { weight: step, ink });
    sheet.block(x + (cx + 2) * step, y + (cy + 2) * step, step * 3, step * 3, ink);
  }
}
