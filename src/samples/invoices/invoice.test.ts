import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Canvas } from '../drawing/canvas.ts';
import { flatProjection } from '../drawing/projection.ts';
import { Sheet, type TextStyle } from '../drawing/sheet.ts';
import { Random } from '../random.ts';
import { moneyInWords } from './chinese-money.ts';
import { INVOICE_SHEET, printInvoice } from './form.ts';
import { printedDate, truthOf, writeInvoice } from './invoice.ts';
import { choosePrint } from './print-style.ts';

/** A real sheet that also keeps what was written on it. */
class ListeningSheet extends Sheet {
  readonly written: string[] = [];

  override text(text: string, x: number, y: number, style: TextStyle): number {
    this.written.push(text);
    return super.text(text, x, y, style);
  }
}

function textOf(seed: number, index: number): string {
  const canvas = new Canvas(800, 470, [255, 255, 255]);
  const { width, height } = INVOICE_SHEET;
  const sheet = new ListeningSheet(width, height, canvas, flatProjection(INVOICE_SHEET, canvas, 0));
  const invoice = writeInvoice(seed, index);
  const random = new Random(['test', seed, index]);
  printInvoice(sheet, invoice, choosePrint(random, invoice.kind), random);
  return sheet.written.join('');
}

test('what the truth says stands on the paper', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, index) => {
      const invoice = writeInvoice(seed, index);
      const truth = truthOf(invoice);
      const text = textOf(seed, index);
      expect(text).toContain(truth.seller);
      expect(text).toContain(truth.buyer);
      expect(text).toContain(truth.invoiceNumber);
      expect(text).toContain(printedDate(invoice));
      expect(text).toContain(truth.totalWithTax);
    }),
    { numRuns: 60 },
  );
});

test('sums add up', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, index) => {
      const { items, amount, tax } = writeInvoice(seed, index);
      expect(amount).toBe(items.reduce((sum, item) => sum + item.amount, 0));
      expect(tax).toBe(items.reduce((sum, item) => sum + Math.round((item.amount * item.taxPercent) / 100), 0));
    }),
  );
});

test('invoice numbers of a seed are all different; a few sellers take most; some names have full-width brackets', () => {
  const invoices = Array.from({ length: 300 }, (_, index) => writeInvoice(5, index));
  expect(new Set(invoices.map(({ number }) => number)).size).toBe(300);
  const count = new Map<string, number>();
  for (const { seller } of invoices) count.set(seller.name, (count.get(seller.name) ?? 0) + 1);
  const shares = [...count.values()].sort((a, b) => b - a);
  expect(count.size).toBeGreaterThan(8);
  expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeGreaterThan(300 * 0.3);
  const sellers = Array.from({ length: 40 }, (_, seed) => writeInvoice(seed, 0).seller.name);
  expect(sellers.some((name) => /（.+）/.test(name))).toBe(true);
});

test.each([
  [3826600, '叁万捌仟贰佰陆拾陆圆整'],
  [50000, '伍佰圆整'],
  [22000842, '贰拾贰万零捌圆肆角贰分'],
  [3826605, '叁万捌仟贰佰陆拾陆圆零伍分'],
  [100000000, '壹佰万圆整'],
  [1000001000, '壹仟万零壹拾圆整'],
  [10, '壹角整'],
  [5, '伍分'],
  [123456789012, '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾圆壹角贰分'],
])('%i cents are %s', (cents, text) => {
  expect(moneyInWords(cents)).toBe(text);
});

test('no sum, a negative or a broken one is refused', () => {
  for (const cents of [0, -5, 1.5, Number.NaN, 1e14]) expect(() => moneyInWords(cents)).toThrow(RangeError);
});
