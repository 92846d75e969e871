import type { Page, TextLine } from '../../../../pages/index.ts';

/** A page with one line of text a row, 1000 × 1400 pixels. */
export function pageWith(texts: readonly string[], confidence = 0.98): Page {
  return {
    version: 'made-1',
    width: 1000,
    height: 1400,
    lines: texts.map(
      (text, row): TextLine => ({ text, confidence, x: 0.1, y: 0.05 + row * 0.07, w: 0.5, h: 0.02, angle: 0 }),
    ),
    appearance: { ink: Array.from({ length: 432 }, () => 0.05), gradients: [], statistics: [], textMap: [] },
  };
}

/** A whole number from 0 to `below` − 1 that looks random and is the same on every run. */
export function scattered(seed: number, below: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
}

const digits = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, at) => scattered(seed * 31 + at, 10)).join('');

/** What is printed on invoice `index` of one of a few sellers, all to one buyer. */
export function invoiceTexts(index: number, sellers = 3): string[] {
  const seller = (index % sellers) + 1;
  const own = (index + 1) * 1000;
  return [
    'Invoice for goods and services delivered',
    `No ${digits(own, 8)}`,
    `Code ${digits(own + 1, 12)}`,
    `Date 20${digits(own + 2, 2)}-0${1 + scattered(own, 9)}-1${scattered(own + 3, 10)}`,
    `Order ${digits(own + 4, 9)}`,
    `Amount ${digits(own + 5, 5)}.${digits(own + 6, 2)}`,
    `Tax ${digits(own + 7, 4)}.${digits(own + 8, 2)}`,
    `Total ${digits(own + 9, 5)}.${digits(own + 10, 2)}`,
    `Buyer account ${digits(7, 16)} tax ${digits(8, 15)}`,
    `Seller account ${digits(seller * 77, 16)} tax ${digits(seller * 78, 15)}`,
    `Seller Number ${'ABC'[seller - 1] ?? 'D'} Trading Company Limited`,
  ];
}

/** The same texts as another reading has them: one digit misread in one line, one line missed. */
export function misread(texts: readonly string[], seed: number): string[] {
  const slipped = 1 + scattered(seed, 7);
  const missed = 1 + scattered(seed + 1, 10);
  return texts
    .map((text, row) =>
      row === slipped ? text.replace(/\d(?=\D*$)/u, (digit) => `${(Number(digit) + 3) % 10}`) : text,
    )
    .filter((_, row) => row === slipped || row !== missed);
}
