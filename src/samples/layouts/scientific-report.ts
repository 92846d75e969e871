import { boldOf, SERIF, TYPEWRITER } from '../drawing/face-families.ts';
import { chart } from '../drawing/marks.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import commerce from '../vocabulary/commerce.json' with { type: 'json' };
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const scientificReport: DocumentLayout = {
  description: 'an unpublished laboratory or research report with objectives, methods, tables and results',
  landscape: 0.03,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick([...TYPEWRITER, ...TYPEWRITER, ...SERIF]);
    const type: Type = { face, size: random.between(13.5, 17) };
    const left = random.integer(85, 120);
    let y = random.integer(75, 120);
    if (random.chance(0.18)) {
      cover(page, y, type);
      return;
    }
    if (random.chance(0.55)) y = facts(page, left, y, type) + 16;
    if (random.chance(0.7)) {
      const style = { face: boldOf(face), size: type.size, align: 'centre' } as const;
      for (const line of sheet.wrap(prose.heading(random.integer(4, 8)).toUpperCase(), style.face, type.size, 600)) {
        sheet.text(line, sheet.width / 2, y, style);
        y += 20;
      }
      y += 16;
    }
    const leading = random.pick([1.3, 1.3, 1.9]);
    for (const head of random.sample(words.reportHeads, random.integer(2, 4))) {
      if (y > 900) break;
      y = section(page, head, left, y, type, leading);
    }
    if (random.chance(0.6))
      sheet.text(`-${random.integer(1, 60)}-`, sheet.width / 2, 1060, { ...type, align: 'centre' });
  },
};

function cover(page: Page, top: number, type: Type): void {
  const { random, sheet, prose } = page;
  const centre = sheet.width / 2;
  let y = top + 180;
  for (const line of sheet.wrap(
    prose.heading(random.integer(5, 9)).toUpperCase(),
    boldOf(type.face),
    type.size + 3,
    560,
  )) {
    sheet.text(line, centre, y, { face: boldOf(type.face), size: type.size + 3, align: 'centre' });
    y += 28;
  }
  y += 60;
  const lines = [
    random.pick(words.reportKinds),
    `Project No. ${random.integer(100, 9999)}`,
    `Submitted to ${prose.organisation()}`,
    prose.date(),
    `by ${prose.name()}`,
  ];
  for (const line of lines) {
    sheet.text(line, centre, y, { ...type, align: 'centre' });
    y += random.integer(26, 50);
  }
  if (random.chance(0.5)) sheet.box(120, top + 60, sheet.width - 240, y - top, { weight: 2 });
}

function facts(page: Page, left: number, y: number, type: Type): number {
  const { random, sheet, prose } = page;
  const all: [string, string][] = [
    ['AUTHOR:', prose.name()],
    ['DATE:', prose.date()],
    ['PROJECT:', random.digits(4)],
    ['NOTEBOOK PAGE:', random.digits(5)],
    ['DIVISION:', prose.department()],
    ['REPORT NO.:', `RD-${random.digits(2)}-${random.digits(3)}`],
    ['STUDY NUMBER:', random.digits(4)],
    ['TO:', prose.titledName()],
  ];
  let below = y;
  for (const [label, value] of random.sample(all, random.integer(2, 5))) {
    sheet.text(label, left, below, type);
    sheet.text(value, left + 170, below, type);
    below += type.size * 1.6;
  }
  return below;
}

function section(page: Page, head: string, left: number, y: number, type: Type, leading: number): number {
  const { random, sheet, prose } = page;
  const width = sheet.width - 2 * left;
  const text = random.chance(0.3) ? `${random.pick(['I.', 'II.', '1.0', 'A.'])} ${head}` : head;
  const wide = sheet.text(text, left, y, { ...type, face: boldOf(type.face) });
  if (random.chance(0.4)) sheet.line(left, y + 3, left + wide, y + 3);
  const style = { indent: random.chance(0.5) ? 40 : 0, leading, floor: 1030 };
  let below = paragraph(page, prose.paragraph(), left, y + type.size * 1.9, width, type, style) + type.size;
  if (random.chance(0.4) && below < 760) below = results(page, left, below, width, type);
  else if (random.chance(0.2) && below < 680) {
    chart(page, left + 40, below, width - 80, 190, 12);
    sheet.text(`Figure ${random.integer(1, 9)}. ${prose.heading(4)}`, sheet.width / 2, below + 234, {
      ...type,
      align: 'centre',
    });
    below += 270;
  }
  return below;
}

/** Measured values, or what the project cost. */
function results(page: Page, left: number, y: number, width: number, type: Type): number {
  const { random, sheet, prose } = page;
  sheet.text(`Table ${random.integer(1, 9)}`, sheet.width / 2, y, { ...type, align: 'centre' });
  const costs = random.chance(0.15);
  const headings = costs
    ? ['Item', 'Budget', 'Actual']
    : ['Sample', ...random.sample(words.measures, random.integer(2, 4))];
  const rows = Array.from({ length: random.integer(3, 9) }, () => [
    costs ? random.pick(commerce.budgetItems) : `${random.pick(words.samples)} ${random.integer(1, 40)}`,
    ...headings.slice(1).map(() => (costs ? prose.count(100, 9000) : prose.decimal(0, 30, 2))),
  ]);
  const widths = headings.map((_, i) => (i === 0 ? width * 0.34 : (width * 0.6) / (headings.length - 1)));
  const small = { face: type.face, size: type.size - 1 };
  return (
    table(page, left + 16, y + 10, widths, [headings, ...rows], small, { grid: random.chance(0.3), leading: 1.5 }) + 28
  );
}
