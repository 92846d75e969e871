import { boldOf, SANS, TYPEWRITER } from '../drawing/face-families.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const specification: DocumentLayout = {
  description: 'a technical specification or data sheet of a product, material or method',
  landscape: 0.05,
  draw(page) {
    const { random, sheet } = page;
    const type: Type = { face: random.pick([...TYPEWRITER, ...SANS]), size: random.between(12, 15) };
    const left = random.integer(60, 95);
    const safety = random.chance(0.3);
    let y = heading(page, left, random.integer(65, 100), type, safety) + 14;
    const heads = safety ? words.safetyHeads : words.specificationHeads;
    const properties = safety ? words.safetyProperties : words.properties;
    const start = random.integer(0, 2);
    for (const head of heads.slice(start, start + random.integer(2, 5))) {
      if (y > sheet.height - 170) break;
      if (random.chance(0.85)) {
        sheet.text(head, left, y, { ...type, face: boldOf(type.face) });
        if (random.chance(0.4)) sheet.line(left, y + 5, sheet.width - left, y + 5);
        y += type.size * 1.9;
      }
      y = random.pick([valueList, propertyTable, clauseText])(page, properties, left, y, type) + 8;
    }
    if (random.chance(0.4)) approval(page, left, type);
  },
};

function heading(page: Page, left: number, y: number, type: Type, safety: boolean): number {
  const { random, sheet, prose } = page;
  const title = safety ? 'MATERIAL SAFETY DATA SHEET' : random.pick(words.specificationTitles);
  let below = y;
  if (random.chance(0.6)) {
    sheet.text(prose.organisation().toUpperCase(), sheet.width / 2, below, { ...type, align: 'centre' });
    below += 22;
  }
  if (random.chance(0.7)) {
    sheet.text(title, sheet.width / 2, below, { face: boldOf(type.face), size: type.size + 4, align: 'centre' });
    below += 32;
  }
  const facts: [string, string][] = [
    ['Spec. No.', `${prose.initial()}-${random.integer(100, 9999)}`],
    ['Effective Date', prose.date()],
    ['Supersedes', prose.date()],
    ['Revision', String(random.integer(1, 9))],
    ['Page', `1 of ${random.integer(1, 6)}`],
    ['Product', prose.heading(2)],
  ];
  for (const [label, value] of random.sample(facts, random.integer(1, 5))) {
    sheet.text(`${label}:`, left, below, type);
    sheet.text(value, left + 160, below, type);
    below += type.size * 1.6;
  }
  return below;
}

function value(page: Page): string {
  const { random, prose } = page;
  if (random.chance(0.6)) return `${prose.decimal(0.1, 120, 1)} +/- ${prose.decimal(0.1, 3, 1)}`;
  return random.pick(words.propertyValues);
}

function valueList(page: Page, properties: readonly string[], left: number, y: number, type: Type): number {
  const { random, sheet } = page;
  const dotted = random.chance(0.4);
  let below = y;
  for (const property of random.sample(properties, random.integer(3, 9))) {
    if (below > sheet.height - 110) break;
    const width = sheet.text(property, left + 20, below, type);
    if (dotted)
      sheet.text(' .'.repeat(Math.max(0, Math.floor((380 - width) / type.size))), left + 24 + width, below, type);
    sheet.text(value(page), 470, below, type);
    below += type.size * 1.55;
  }
  return below;
}

function propertyTable(page: Page, properties: readonly string[], left: number, y: number, type: Type): number {
  const { random, prose, sheet } = page;
  const width = sheet.width - 2 * left;
  const room = Math.max(2, Math.floor((sheet.height - 110 - y) / (type.size * 1.7)));
  const rows = random
    .sample(properties, Math.min(room, random.integer(4, 9)))
    .map((property) => [
      property,
      prose.decimal(1, 99, 1),
      prose.decimal(1, 50, 1),
      prose.decimal(50, 120, 1),
      `TM-${random.integer(10, 99)}`,
    ]);
  const widths = [0.36, 0.16, 0.16, 0.16, 0.16].map((share) => share * width);
  const headings = ['Property', 'Target', 'Min.', 'Max.', 'Method'];
  return table(page, left, y - type.size, widths, [headings, ...rows], type, { grid: random.chance(0.6) }) + 18;
}

function clauseText(page: Page, _properties: readonly string[], left: number, y: number, type: Type): number {
  const { random, prose, sheet } = page;
  const start = random.pick(['This specification covers the requirements for ', 'The material shall conform to ', '']);
  const text = start === '' ? prose.paragraph(3) : `${start}${prose.thing()}. ${prose.sentence()}`;
  return paragraph(page, text, left + 20, y, sheet.width - 2 * left - 20, type) + type.size;
}

function approval(page: Page, left: number, type: Type): void {
  const { sheet } = page;
  const y = sheet.height - 90;
  const small = { face: type.face, size: 9.5 };
  sheet.line(left, y, left + 220, y);
  sheet.text('Approved by', left, y + 14, small);
  sheet.line(sheet.width - 330, y, sheet.width - 110, y);
  sheet.text('Date', sheet.width - 330, y + 14, small);
}
