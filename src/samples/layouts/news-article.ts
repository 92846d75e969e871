import { boldOf, DISPLAY, SERIF } from '../drawing/face-families.ts';
import { handNote, picture } from '../drawing/marks.ts';
import { type Page, paragraph, type Type } from '../drawing/page.ts';
import commerce from '../vocabulary/commerce.json' with { type: 'json' };
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

const GAP = 16;

export const newsArticle: DocumentLayout = {
  description: 'a clipping or page from a newspaper or magazine with headline and columns',
  landscape: 0,
  draw(page) {
    const { random, sheet } = page;
    const type: Type = { face: random.pick([...SERIF, ...SERIF, 'arimo'] as const), size: random.between(10.5, 12.5) };
    const cutting = random.chance(0.3);
    const left = cutting ? random.integer(120, 220) : random.integer(45, 80);
    const width = sheet.width - 2 * left;
    const bottom = cutting ? random.integer(500, 900) : 1040;
    let y = random.integer(60, 110);
    if (random.chance(0.5)) y = masthead(page, left, y, width);
    y = headline(page, left, y, width);
    const columns = cutting ? random.integer(1, 3) : random.integer(2, 5);
    const column = (width - GAP * (columns - 1)) / columns;
    for (let c = 0; c < columns; c++) {
      const x = left + c * (column + GAP);
      const top = random.chance(0.15) && y < 700 ? illustration(page, x, y, column, type) : y;
      story(page, x, top, column, bottom, type, c === 0);
      if (c > 0 && random.chance(0.3)) sheet.line(x - GAP / 2, y - 8, x - GAP / 2, bottom, { weight: 0.7 });
    }
    if (cutting) sheet.box(left - 22, 36, width + 44, bottom + 10, { weight: random.between(0.6, 2.5), ink: [90] });
    if (random.chance(0.25)) handNote(page, page.prose.date(), random.integer(80, 500), 50, 20);
  },
};

function masthead(page: Page, left: number, y: number, width: number): number {
  const { random, sheet, prose } = page;
  sheet.text(random.pick(words.newspapers), sheet.width / 2, y + 14, {
    face: random.pick(DISPLAY),
    size: random.between(20, 38),
    align: 'centre',
  });
  sheet.text(prose.date(), left, y + 34, { face: 'pt-serif', size: 10 });
  sheet.text(`Page ${prose.initial()}-${random.integer(1, 40)}`, left + width, y + 34, {
    face: 'pt-serif',
    size: 10,
    align: 'right',
  });
  sheet.line(left, y + 40, left + width, y + 40, { weight: 1.2 });
  return y + 66;
}

function headline(page: Page, left: number, y: number, width: number): number {
  const { random, sheet, prose } = page;
  const face = boldOf(random.pick([...SERIF, ...DISPLAY]));
  const size = random.between(22, 44);
  const text = random.chance(0.6) ? random.pick(words.headlines) : prose.heading(random.integer(4, 8));
  let below = y + size * 0.8;
  for (const line of sheet.wrap(text, face, size, width)) {
    sheet.text(line, left, below, { face, size });
    below += size * 1.08;
  }
  if (random.chance(0.65)) {
    sheet.text(`By ${prose.name()}`, left, below - 4, { face: 'pt-serif-bold', size: 11 });
    const role = random.pick(['Staff Writer', 'Associated Press', 'Special to the Courier', 'Business Editor']);
    sheet.text(role, left, below + 10, { face: 'pt-serif', size: 9.5 });
    below += 30;
  }
  return below;
}

function illustration(page: Page, x: number, y: number, width: number, type: Type): number {
  const { random, prose } = page;
  const height = width * random.between(0.6, 1.1);
  picture(page, x, y - 8, width, height);
  return paragraph(page, prose.heading(6), x, y + height + 6, width, { face: boldOf(type.face), size: 9 }) + 10;
}

function story(page: Page, x: number, y: number, width: number, bottom: number, type: Type, first: boolean): void {
  const { random, prose, sheet } = page;
  const style = { justified: true, leading: 1.18, indent: 12, floor: bottom };
  let below = y;
  let lead = first ? `${prose.town().toUpperCase()} - ` : '';
  while (below < bottom) {
    const said = random.chance(0.5) ? ` "${prose.sentence()}" said ${prose.name()}.` : '';
    below = paragraph(page, lead + prose.paragraph(random.integer(1, 3)) + said, x, below, width, type, style);
    lead = '';
    if (random.chance(0.08) && below < bottom - 130) below = smallAdvertisement(page, x, below, width);
    if (random.chance(0.06) && below < bottom - 40) {
      sheet.text(fitHeading(page, width), x, below + 8, { face: boldOf(type.face), size: type.size + 2 });
      below += 28;
    }
  }
}

const fitHeading = (page: Page, width: number): string => page.prose.heading(width > 250 ? 4 : 2);

/** Papers carry advertisements too. */
function smallAdvertisement(page: Page, x: number, y: number, width: number): number {
  const { random, sheet } = page;
  sheet.box(x, y - 4, width, 92, { weight: 1.6 });
  const slogan = sheet.wrap(random.pick(commerce.slogans), 'oswald', 15, width - 16);
  slogan.slice(0, 3).forEach((line, i) => {
    sheet.text(line, x + width / 2, y + 20 + i * 19, { face: 'oswald', size: 15, align: 'centre' });
  });
  sheet.text(random.pick(commerce.brands), x + width / 2, y + 80, { face: 'anton', size: 15, align: 'centre' });
  return y + 106;
}
