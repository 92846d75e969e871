import { boldOf, HANDWRITING, PRINTED, TYPEWRITER, writtenSize } from '../drawing/face-families.ts';
import { handNote, scribble } from '../drawing/marks.ts';
import { cutToWidth, type Page, paragraph, type Type, table } from '../drawing/page.ts';
import type { Face } from '../drawing/typefaces.ts';
import commerce from '../vocabulary/commerce.json' with { type: 'json' };
import words from '../vocabulary/forms-and-questions.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

/** How one form was filled in. */
interface Filling {
  readonly face: Face;
  /** Share of the fields with an entry. */
  readonly share: number;
}

export const form: DocumentLayout = {
  description: 'a printed form with labelled fields, boxes and lines, blank or filled in',
  landscape: 0.05,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick([...PRINTED, 'courier-prime'] as const);
    const type: Type = { face, size: random.between(10.5, 13.5) };
    const left = random.integer(50, 85);
    const width = sheet.width - 2 * left;
    const filling = { face: random.pick([...HANDWRITING, ...TYPEWRITER]), share: random.between(0.15, 0.95) };
    let y = random.integer(65, 100);
    if (random.chance(0.85)) {
      const x = random.chance(0.7) ? sheet.width / 2 : left + 150;
      sheet.text(random.pick(words.formTitles), x, y, {
        face: boldOf(face),
        size: random.between(14, 22),
        align: 'centre',
      });
    }
    if (random.chance(0.4)) sheet.text(prose.organisation(), sheet.width / 2, y + 20, { ...type, align: 'centre' });
    if (random.chance(0.5)) {
      const number = `Form ${random.integer(10, 999)}-${random.integer(1, 99)} (Rev. ${random.integer(1, 12)}/${random.integer(70, 99)})`;
      sheet.text(number, left, sheet.height - 40, { face, size: 8.5 });
    }
    y += 45;
    const parts = [cells, linedFields, entryTable, choices, instructions];
    const end = sheet.height - random.integer(130, 500);
    while (y < end) y = random.pick(parts)(page, left, y, width, type, filling);
    if (random.chance(0.3)) handNote(page, prose.name(), left + 300, Math.min(y + 20, sheet.height - 60), 22);
  },
};

type FormPart = (page: Page, left: number, y: number, width: number, type: Type, filling: Filling) => number;

function entryFor(page: Page, label: string): string {
  const { random, prose } = page;
  if (/date/i.test(label)) return prose.date();
  if (/no\.|number|quant|account|lot|phone|cost|id/i.test(label)) return String(random.integer(10, 99_999));
  if (/name|by|superv|sign|to|from/i.test(label)) return prose.name();
  if (/invoice/i.test(label)) return random.digits(5);
  return random.pick([prose.heading(2), prose.department(), prose.place()]);
}

function enter(page: Page, label: string, x: number, y: number, width: number, filling: Filling): void {
  if (!page.random.chance(filling.share)) return;
  if (label === 'Signature' && page.random.chance(0.7)) {
    scribble(page, x, y - 4, Math.min(110, width), 16);
    return;
  }
  const size = writtenSize(filling.face, HANDWRITING.includes(filling.face) ? 14 : 11.5);
  const text = cutToWidth(entryFor(page, label), filling.face, size, width);
  page.sheet.text(text, x, y, { face: filling.face, size, ink: [page.random.integer(15, 70)] });
}

const cells: FormPart = (page, left, y, width, type, filling) => {
  const { random, sheet } = page;
  const columns = random.integer(1, 3);
  const height = random.integer(28, 44);
  const rows = Math.min(random.integer(2, 5), Math.floor((sheet.height - 60 - y) / height));
  const cell = width / columns;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [x, top] = [left + c * cell, y + r * height];
      const label = random.pick(words.formFields);
      sheet.box(x, top, cell, height, { weight: 0.9 });
      sheet.text(label, x + 4, top + 10, { face: type.face, size: 8.5 });
      enter(page, label, x + 12, top + height - 7, cell - 20, filling);
    }
  }
  return y + Math.max(1, rows) * height + 18;
};

const linedFields: FormPart = (page, left, y, width, type, filling) => {
  const { random, sheet } = page;
  let below = y + 6;
  for (let i = random.integer(3, 8); i > 0 && below < sheet.height - 90; i--) {
    const columns = random.chance(0.5) ? 2 : 1;
    for (let c = 0; c < columns; c++) {
      const label = random.pick(words.formFields);
      const x = left + (c * width) / columns;
      const end = x + width / columns - (columns === 2 ? 14 : 0);
      const start = x + sheet.text(`${label}:`, x, below, type) + 6;
      sheet.line(start, below + 3, end, below + 3, { weight: 0.8 });
      enter(page, label, start + 8, below, end - start - 12, filling);
    }
    below += type.size * random.between(2, 2.7);
  }
  return below + 8;
};

const entryTable: FormPart = (page, left, y, width, type, filling) => {
  const { random, sheet, prose } = page;
  const priced = random.chance(0.2);
  const headings = priced
    ? ['Item', 'Description', 'Qty', 'Amount']
    : random.sample(words.formColumns, random.integer(3, 6));
  const room = Math.max(2, Math.floor((sheet.height - 70 - y) / (type.size * 1.9)) - 1);
  const rows = Array.from({ length: Math.min(room, random.integer(4, 12)) }, () =>
    headings.map((heading) => {
      if (!random.chance(filling.share * 0.6)) return '';
      if (heading === 'Description') return random.pick(commerce.services);
      return heading === 'Amount' ? prose.money(5, 900) : String(random.integer(1, 999));
    }),
  );
  const widths = headings.map(() => width / headings.length);
  return table(page, left, y, widths, [headings, ...rows], type, { grid: true, leading: 1.9 }) + 20;
};

const choices: FormPart = (page, left, y, _width, type, filling) => {
  const { random, sheet } = page;
  let x = left;
  for (const choice of random.sample(words.formChoices, random.integer(3, 6))) {
    if (x > sheet.width - 170) break;
    sheet.box(x, y, 11, 11, { weight: 1 });
    if (random.chance(filling.share * 0.5)) {
      sheet.line(x, y, x + 11, y + 11, { weight: 1.5 });
      sheet.line(x + 11, y, x, y + 11, { weight: 1.5 });
    }
    x += sheet.text(choice, x + 17, y + 10, type) + 42;
  }
  return y + 36;
};

const instructions: FormPart = (page, left, y, width, type) => {
  if (page.random.chance(0.5)) return y;
  const small = { face: type.face, size: Math.max(9, type.size - 1) };
  return paragraph(page, page.prose.paragraph(2), left, y + 8, width, small) + 12;
};
