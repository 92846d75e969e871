import { boldOf, DISPLAY, SANS, TYPEWRITER } from '../drawing/face-families.ts';
import { handNote, logo, scribble } from '../drawing/marks.ts';
import { type Page, paragraph, stack, type Type, table } from '../drawing/page.ts';
import type { Face } from '../drawing/typefaces.ts';
import words from '../vocabulary/commerce.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

interface Columns {
  readonly headings: readonly string[];
  readonly shares: readonly number[];
  row(page: Page): string[];
}

const COLUMNS: readonly Columns[] = [
  {
    headings: ['QTY', 'DESCRIPTION', 'UNIT PRICE', 'AMOUNT'],
    shares: [0.1, 0.5, 0.2, 0.2],
    row: ({ random, prose }) => [String(random.integer(1, 900)), service(random), prose.money(1, 500), prose.money()],
  },
  {
    headings: ['DATE', 'DESCRIPTION OF SERVICES', 'AMOUNT'],
    shares: [0.18, 0.57, 0.25],
    row: ({ random, prose }) => [`${random.integer(1, 12)}/${random.integer(1, 28)}`, service(random), prose.money()],
  },
  {
    headings: ['ITEM', 'DESCRIPTION', 'QUANTITY', 'PRICE', 'TOTAL'],
    shares: [0.12, 0.42, 0.14, 0.15, 0.17],
    row: ({ random, prose }) => [
      String(random.integer(100, 9999)),
      service(random),
      String(random.integer(1, 80)),
      prose.money(1, 400),
      prose.money(),
    ],
  },
];

const service = (random: Page['random']): string => random.pick(words.services);

export const invoice: DocumentLayout = {
  description: 'a bill that asks for payment of listed goods or services',
  landscape: 0.04,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick([...SANS, ...TYPEWRITER, 'pt-serif'] as const);
    const type: Type = { face, size: random.between(11.5, 14.5) };
    const entries = random.pick([...TYPEWRITER, face]);
    const left = random.integer(55, 90);
    let y = biller(page, left, random.integer(70, 110), face);
    y = parties(page, left, y, type, entries);
    if (random.chance(0.14)) y = plainBill(page, left, y, { face: entries, size: type.size });
    else y = items(page, left, y, type, entries);
    const note = random.chance(0.3)
      ? `Make checks payable to ${prose.organisation()}`
      : random.pick(words.invoiceNotes);
    if (random.chance(0.6)) sheet.text(note, left, Math.min(y + 60, sheet.height - 50), { face, size: type.size - 1 });
    if (random.chance(0.3)) {
      handNote(
        page,
        random.pick(['OK to pay', 'approved', 'acct 4410', 'paid']),
        260,
        Math.min(y + 30, sheet.height - 80),
        22,
      );
      scribble(page, random.integer(200, 500), Math.min(y + 70, sheet.height - 50), 80, 18);
    }
  },
};

function biller(page: Page, left: number, y: number, face: Face): number {
  const { random, sheet, prose } = page;
  if (random.chance(0.5)) logo(page, left + 20, y - 4, 20);
  const heading = random.pick([...SANS, ...DISPLAY]);
  sheet.text(prose.organisation(), left + 55, y, { face: boldOf(heading), size: random.between(15, 22) });
  stack(page, [prose.street(), `${prose.place()}  ${prose.phone()}`], left + 55, y + 17, { face, size: 10 });
  if (random.chance(0.66)) {
    const style = { face: random.pick([...SANS, ...DISPLAY]), size: random.between(18, 32), align: 'right' } as const;
    sheet.text(random.pick(words.invoiceTitles), sheet.width - left, y + 5, style);
  }
  return y + 70;
}

function parties(page: Page, left: number, y: number, type: Type, entries: Face): number {
  const { random, sheet, prose } = page;
  const value = { face: entries, size: type.size };
  const facts: [string, string][] = [
    ['Invoice No.', String(random.integer(1000, 99_999))],
    ['Date', prose.date()],
    ['P.O. Number', String(random.integer(100, 9999))],
    ['Terms', random.pick(words.invoiceTerms)],
    ['Customer No.', String(random.integer(100, 999))],
  ];
  const x = sheet.width - 330;
  random.sample(facts, random.integer(2, 5)).forEach(([label, text], i) => {
    sheet.text(`${label}:`, x, y + i * type.size * 1.6, type);
    sheet.text(text, x + 115, y + i * type.size * 1.6, value);
  });
  sheet.text(random.pick(['BILL TO', 'SOLD TO:', 'To:', 'CUSTOMER']), left, y, { ...type, face: boldOf(type.face) });
  const customer = [prose.organisation(), `Attn: ${prose.name()}`, prose.street(), prose.place()];
  const below = stack(page, customer, left + 20, y + type.size * 1.6, value);
  if (random.chance(0.5)) sheet.box(left - 5, y + 5, 330, below - y - 8);
  return Math.max(below, y + type.size * 8.5) + 25;
}

function items(page: Page, left: number, y: number, type: Type, entries: Face): number {
  const { random, sheet, prose } = page;
  const width = sheet.width - 2 * left;
  const columns = random.pick(COLUMNS);
  const rows = Array.from({ length: random.integer(1, 12) }, () => columns.row(page));
  const blank = random.chance(0.6) ? random.integer(0, 9) : 0;
  for (let i = 0; i < blank; i++) rows.push(columns.headings.map(() => ''));
  if (random.chance(0.35)) sheet.block(left, y, width, type.size * 1.7, [205]);
  const room = Math.max(3, Math.floor((sheet.height - y - 150) / (type.size * 1.7)));
  const widths = columns.shares.map((share) => share * width);
  const kept = [columns.headings, ...rows].slice(0, room);
  let below = table(page, left, y, widths, kept, type, { grid: random.chance(0.55), entries });
  const sums = [
    random.pick(['Subtotal', 'Sub Total']),
    random.pick(['Sales Tax', 'Freight', 'Postage']),
    random.pick(words.invoiceTotals),
  ];
  for (const label of sums.slice(random.integer(0, 2))) {
    below += type.size * 1.8;
    sheet.text(label, left + width - 150, below, { ...type, align: 'right' });
    sheet.text(`$${prose.money()}`, left + width - 6, below, { face: entries, size: type.size, align: 'right' });
  }
  return below;
}

/** A bill typed like a letter, as a small firm or a person sends it. */
function plainBill(page: Page, left: number, y: number, type: Type): number {
  const { random, sheet, prose } = page;
  const text = `For ${random.pick(words.services).toLowerCase()} ${prose.thing()}. ${prose.sentence()}`;
  const below = paragraph(page, text, left + 30, y + 20, sheet.width - 2 * left - 60, type) + 30;
  const amount = { ...type, align: 'right' } as const;
  sheet.text(random.pick(words.invoiceTotals), left + 60, below, type);
  sheet.text(`$${prose.money()}`, sheet.width - left - 60, below, amount);
  return below + 30;
}
