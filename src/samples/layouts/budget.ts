import { boldOf, HANDWRITING, SANS, TYPEWRITER, writtenSize } from '../drawing/face-families.ts';
import { handNote } from '../drawing/marks.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import words from '../vocabulary/commerce.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const budget: DocumentLayout = {
  description: 'a financial plan: tables of planned or actual amounts by category or period',
  landscape: 0.35,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick([...SANS, ...TYPEWRITER]);
    const byHand = random.chance(0.1);
    const entries = byHand ? random.pick(HANDWRITING) : face;
    const type: Type = { face, size: random.between(10.5, 13) };
    const left = random.integer(45, 80);
    const width = sheet.width - 2 * left;
    const heading = { face: random.chance(0.6) ? boldOf(face) : face, size: type.size + 4, align: 'centre' } as const;
    let y = random.integer(60, 95);
    if (random.chance(0.7)) {
      sheet.text(prose.organisation().toUpperCase(), sheet.width / 2, y, heading);
      y += 22;
    }
    if (random.chance(0.8)) {
      sheet.text(title(page), sheet.width / 2, y, heading);
      y += 20;
    }
    if (random.chance(0.5)) {
      const unit = random.pick(['($000)', '(In Thousands of Dollars)', `As of ${prose.date()}`]);
      sheet.text(unit, sheet.width / 2, y, { ...type, align: 'centre' });
      y += 18;
    }
    if (random.chance(0.2)) y = paragraph(page, prose.paragraph(2), left, y + 10, width, type) + 6;
    const rows = lines(page);
    const room = Math.max(4, Math.floor((sheet.height - y - 70) / (type.size * 1.6)));
    const first = width * random.between(0.26, 0.4);
    const count = rows[0]?.length ?? 1;
    const widths = Array.from({ length: count }, (_, i) => (i === 0 ? first : (width - first) / (count - 1)));
    const size = byHand ? writtenSize(entries, 9.5) : type.size;
    const style = { grid: random.chance(0.45), leading: 1.6, entries };
    y = table(page, left, y + 12, widths, rows.slice(0, room), byHand ? { face: entries, size } : type, style);
    if (random.chance(0.35)) {
      const who = `${random.pick(['Prepared by: ', 'Approved: '])}${prose.name()}`;
      sheet.text(who, left, Math.min(y + 30, sheet.height - 30), type);
    }
    if (random.chance(0.2))
      handNote(page, random.pick(['too high', 'cut 10%', 'OK', '?']), sheet.width - 220, y - 80, 24);
  },
};

function title(page: Page): string {
  const { random, prose } = page;
  const name = random.pick(words.budgetTitles);
  if (name === 'COST ESTIMATE') return `${name} - ${prose.heading(3).toUpperCase()}`;
  return random.chance(0.7) ? `${prose.year()} ${name}` : name;
}

/** Heading, then one to four groups of items, each closed by a total. */
function lines(page: Page): string[][] {
  const { random, prose } = page;
  const headings = random.pick(words.budgetColumns);
  const dollars = random.chance(0.4) ? '$' : '';
  const rows: string[][] = [headings];
  const blanks = headings.slice(1).map(() => '');
  for (let group = random.integer(1, 4); group > 0; group--) {
    if (random.chance(0.5)) rows.push([prose.heading(2).toUpperCase(), ...blanks]);
    for (const item of random.sample(words.budgetItems, random.integer(4, 10))) {
      rows.push([item, ...headings.slice(1).map((heading) => amount(page, heading, dollars))]);
    }
    rows.push([random.pick(['Total', 'TOTAL', 'Subtotal']), ...blanks.map(() => `$${prose.count(1000, 99_999)}`)]);
  }
  return rows;
}

function amount(page: Page, heading: string, dollars: string): string {
  const { random, prose } = page;
  if (heading === '%') return `${prose.decimal(1, 99, 1)}%`;
  if (random.chance(0.12)) return '-';
  return random.chance(0.1) ? `(${random.integer(1, 999)})` : dollars + prose.count(1, 9999);
}
