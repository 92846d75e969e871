import { boldOf, SANS } from '../drawing/face-families.ts';
import { chart } from '../drawing/marks.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import commerce from '../vocabulary/commerce.json' with { type: 'json' };
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const presentation: DocumentLayout = {
  description: 'a slide or overhead transparency with a title, bullet points or a chart',
  landscape: 0.6,
  draw(page) {
    const { random, sheet } = page;
    const face = random.pick([...SANS, 'oswald', 'pt-serif', 'courier-prime'] as const);
    const margin = random.integer(80, 130);
    if (random.chance(0.4)) sheet.box(40, 40, sheet.width - 80, sheet.height - 80, { weight: random.between(1, 4) });
    if (random.chance(0.12)) {
      titleSlide(page, face);
      return;
    }
    let y = title(page, margin, face);
    if (random.chance(0.1)) {
      notesPage(page, margin, y, face);
      return;
    }
    const type: Type = { face, size: random.between(18, 27) };
    const exhibit = random.next();
    if (exhibit < 0.28) {
      const height = random.integer(240, 360);
      chart(page, margin, y, sheet.width - 2 * margin, height, 15);
      y += height + 70;
    } else if (exhibit < 0.45) y = figures(page, margin, y, face);
    bullets(page, margin, y, type, exhibit < 0.45 ? random.integer(0, 2) : random.integer(2, 7));
    if (random.chance(0.5))
      sheet.text(String(random.integer(1, 60)), sheet.width - 80, sheet.height - 55, { face, size: 14 });
  },
};

type Face = Type['face'];

function titleSlide(page: Page, face: Face): void {
  const { random, sheet, prose } = page;
  const size = 42;
  let y = sheet.height * 0.34;
  for (const line of sheet.wrap(prose.heading(6), boldOf(face), size, sheet.width - 240)) {
    sheet.text(line, sheet.width / 2, y, { face: boldOf(face), size, align: 'centre' });
    y += size * 1.25;
  }
  const occasion = `${random.pick(['Presentation to', 'Prepared for', 'Annual Meeting,'])} ${prose.organisation()}`;
  sheet.text(occasion, sheet.width / 2, y + 60, { face, size: 23, align: 'centre' });
  sheet.text(prose.date(), sheet.width / 2, y + 110, { face, size: 20, align: 'centre' });
}

function title(page: Page, margin: number, face: Face): number {
  const { random, sheet, prose } = page;
  const size = random.between(28, 42);
  const text = random.chance(0.4) ? random.pick(words.slideTitles) : prose.heading(random.integer(2, 5));
  let y = random.integer(110, 170);
  for (const line of sheet.wrap(
    random.chance(0.3) ? text.toUpperCase() : text,
    boldOf(face),
    size,
    sheet.width - 2 * margin,
  )) {
    sheet.text(line, sheet.width / 2, y, { face: boldOf(face), size, align: 'centre' });
    y += size * 1.15;
  }
  if (random.chance(0.4)) sheet.line(margin, y - 12, sheet.width - margin, y - 12, { weight: 2.5 });
  return y + 34;
}

function bullets(page: Page, margin: number, y: number, type: Type, count: number): void {
  const { random, sheet, prose } = page;
  const mark = random.pick(['disc', 'dash', 'square', 'number']);
  const floor = sheet.height - 80;
  let below = y;
  for (let i = 1; i <= count && below < floor; i++) {
    const middle = below - type.size * 0.35;
    if (mark === 'disc') sheet.disc(margin + 8, middle, 5, 5);
    else if (mark === 'square') sheet.block(margin + 2, middle - 5, 11, 11, [20]);
    else sheet.text(mark === 'dash' ? '-' : `${i}.`, margin, below, type);
    const text = random.chance(0.2) ? prose.sentence() : prose.heading(random.integer(3, 8));
    below =
      paragraph(page, text, margin + 36, below, sheet.width - 2 * margin - 36, type, { leading: 1.25, floor }) +
      type.size * 0.6;
  }
}

function figures(page: Page, margin: number, y: number, face: Face): number {
  const { random, sheet, prose } = page;
  const width = sheet.width - 2 * margin;
  const headings = ['', ...Array.from({ length: random.integer(2, 4) }, (_, i) => String(1984 + i))];
  const rows = random
    .sample(commerce.budgetItems, random.integer(3, 6))
    .map((item) => [
      item,
      ...headings.slice(1).map(() => (random.chance(0.5) ? `${prose.decimal(1, 40, 1)}%` : prose.count(10, 900))),
    ]);
  const widths = headings.map((_, i) => (i === 0 ? width * 0.4 : (width * 0.6) / (headings.length - 1)));
  return (
    table(page, margin, y - 20, widths, [headings, ...rows], { face, size: 18 }, { grid: random.chance(0.3) }) + 50
  );
}

/** Speaker's notes typed in full. */
function notesPage(page: Page, margin: number, y: number, face: Face): void {
  const { random, sheet, prose } = page;
  let below = y;
  for (let i = random.integer(2, 4); i > 0; i--) {
    below =
      paragraph(
        page,
        prose.paragraph(3).toUpperCase(),
        margin,
        below,
        sheet.width - 2 * margin,
        { face, size: 16 },
        { leading: 1.6 },
      ) + 16;
  }
}
