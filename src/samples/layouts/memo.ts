import { boldOf, HANDWRITING, PRINTED, TYPEWRITER, writtenSize } from '../drawing/face-families.ts';
import { scribble } from '../drawing/marks.ts';
import { type Page, paragraph, stack, type Type, table } from '../drawing/page.ts';
import commerce from '../vocabulary/commerce.json' with { type: 'json' };
import words from '../vocabulary/correspondence.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

const HEADINGS = [
  ['TO:', 'FROM:', 'DATE:', 'SUBJECT:'],
  ['To:', 'From:', 'Date:', 'Re:'],
  ['DATE:', 'TO:', 'FROM:', 'RE:'],
  ['To', 'From', 'cc', 'Date', 'Subject'],
];

export const memo: DocumentLayout = {
  description: 'an internal office memorandum with to, from, date and subject lines',
  landscape: 0,
  draw(page) {
    const { random, sheet, prose } = page;
    const type: Type = { face: random.pick([...TYPEWRITER, ...PRINTED]), size: random.between(13.5, 17) };
    const left = random.integer(80, 120);
    const width = sheet.width - 2 * left;
    let y = heading(page, left, random.integer(65, 115));
    y = addressLines(page, left, y, type);
    if (random.chance(0.6))
      sheet.line(left, y - type.size, left + width, y - type.size, { weight: random.between(0.8, 2.5) });
    y += type.size;
    for (let i = random.integer(1, 5); i > 0 && y < 880; i--) y = part(page, left, y, width, type);
    if (random.chance(0.35)) scribble(page, random.integer(300, 500), Math.min(y + 24, 980), 90, 22);
    if (random.chance(0.45) && y < 960) {
      const copies = Array.from({ length: random.integer(1, 5) }, () => prose.name());
      sheet.text('cc:', left, y + 36, type);
      stack(page, copies, left + 40, y + 36, type, 1.25);
    }
  },
};

function heading(page: Page, left: number, y: number): number {
  const { random, sheet, prose } = page;
  const face = random.pick([...PRINTED, 'oswald'] as const);
  let below = y;
  if (random.chance(0.5)) {
    sheet.text(prose.organisation().toUpperCase(), left, below, { face: boldOf(face), size: random.between(13, 20) });
    below += 30;
  }
  if (random.chance(0.72)) {
    const x = random.chance(0.6) ? sheet.width / 2 : left + 130;
    const size = random.between(13, 22);
    sheet.text(random.pick(words.memoTitles), x, below, { face: boldOf(face), size, align: 'centre' });
    below += 40;
  }
  return below;
}

function addressLines(page: Page, left: number, y: number, type: Type): number {
  const { random, sheet } = page;
  const leading = random.between(1.6, 2.5) * type.size;
  const entries = random.chance(0.12) ? random.pick(HANDWRITING) : type.face;
  let below = y;
  for (const label of random.pick(HEADINGS)) {
    sheet.text(label, left, below, type);
    sheet.text(headingValue(page, label), left + 100, below, { face: entries, size: writtenSize(entries, type.size) });
    below += leading;
  }
  return below;
}

function headingValue(page: Page, label: string): string {
  const { random, prose } = page;
  if (/^to/i.test(label)) return random.chance(0.4) ? random.pick(words.memoRecipients) : prose.titledName();
  if (/^date/i.test(label)) return prose.date();
  if (/^(from|cc)/i.test(label)) return prose.name();
  return prose.heading();
}

/** A paragraph, a list, or now and then a small table of figures. */
function part(page: Page, left: number, y: number, width: number, type: Type): number {
  const { random, prose, sheet } = page;
  const choice = random.next();
  if (choice < 0.08 && y < 700) {
    const rows = random.sample(commerce.budgetItems, 4).map((item) => [item, prose.count(1, 900), prose.count(1, 900)]);
    const widths = [width * 0.4, width * 0.2, width * 0.2];
    return table(page, left + 30, y - 8, widths, [['', 'Actual', 'Plan'], ...rows], type) + type.size * 2;
  }
  if (choice > 0.25) {
    const style = { indent: random.chance(0.4) ? 40 : 0, floor: 950 };
    return paragraph(page, prose.paragraph(), left, y, width, type, style) + type.size;
  }
  let below = y;
  const numbered = random.chance(0.5);
  for (let i = 1; i <= random.integer(2, 4) && below < 900; i++) {
    sheet.text(numbered ? `${i}.` : '-', left + 25, below, type);
    below = paragraph(page, prose.sentence(), left + 50, below, width - 50, type, { floor: 950 }) + 6;
  }
  return below + 6;
}
