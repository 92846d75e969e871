import { boldOf, SERIF } from '../drawing/face-families.ts';
import { chart } from '../drawing/marks.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';
import { citation } from './resume.ts';

const GAP = 22;

export const scientificPublication: DocumentLayout = {
  description: 'a page of a published paper from a journal or proceedings, usually in columns',
  landscape: 0,
  draw(page) {
    const { random, sheet } = page;
    const type: Type = { face: random.pick([...SERIF, ...SERIF, 'arimo'] as const), size: random.between(10.2, 12) };
    const left = random.integer(60, 85);
    const width = sheet.width - 2 * left;
    const columns = random.chance(0.75) ? 2 : 1;
    let y = random.integer(65, 90);
    if (random.chance(0.8)) runningHead(page, left, y - 14, width, type);
    if (random.chance(0.5)) y = titleBlock(page, left, y + 26, width, type);
    const column = (width - GAP * (columns - 1)) / columns;
    const references = random.chance(0.3);
    for (let c = 0; c < columns; c++) {
      const last = references && c === columns - 1;
      fillColumn(page, left + c * (column + GAP), y + 10, column, type, last);
    }
  },
};

function runningHead(page: Page, left: number, y: number, width: number, type: Type): void {
  const { random, sheet, prose } = page;
  const small = { face: type.face, size: 8.5 };
  sheet.text(
    `${random.pick(words.journals)}, Vol. ${random.integer(3, 90)}, No. ${random.integer(1, 12)}, ${prose.year()}`,
    left,
    y,
    small,
  );
  sheet.text(String(random.integer(10, 1400)), left + width, y, { ...small, align: 'right' });
  if (random.chance(0.6)) sheet.line(left, y + 5, left + width, y + 5, { weight: 0.8 });
}

function titleBlock(page: Page, left: number, y: number, width: number, type: Type): number {
  const { random, sheet, prose } = page;
  const bold = boldOf(type.face);
  const centre = sheet.width / 2;
  let below = y;
  for (const line of sheet.wrap(prose.heading(random.integer(8, 13)), bold, 19, width - 40)) {
    sheet.text(line, centre, below, { face: bold, size: 19, align: 'centre' });
    below += 24;
  }
  const authors = Array.from({ length: random.integer(2, 4) }, () => prose.name()).join(', ');
  sheet.text(authors, centre, below + 4, { face: type.face, size: 11, align: 'centre' });
  const home = `Department of ${random.pick(words.fields)}, ${prose.university()}, ${prose.town()}`;
  sheet.text(home, centre, below + 22, { face: type.face, size: 9, align: 'centre' });
  below += 50;
  if (random.chance(0.7)) {
    const heading = random.pick(['ABSTRACT', 'Summary', 'Abstract', '']);
    if (heading) sheet.text(heading, centre, below, { face: bold, size: 10, align: 'centre' });
    const style = { justified: true, leading: 1.2 };
    below = paragraph(page, prose.paragraph(random.integer(3, 6)), left + 30, below + 16, width - 60, type, style) + 10;
  }
  return below;
}

function fillColumn(page: Page, x: number, top: number, width: number, type: Type, references: boolean): void {
  const { random, sheet, prose } = page;
  const style = { justified: true, leading: 1.2, indent: 12, floor: 1020 };
  let y = top;
  while (y < 1005) {
    if (references && y > 640) {
      listReferences(page, x, y, width, type);
      return;
    }
    if (random.chance(0.13) && y < 800) y = exhibit(page, x, y, width, type);
    if (random.chance(0.22)) {
      const centred = random.chance(0.5);
      const heading = { face: boldOf(type.face), size: type.size + 0.5, align: centred ? 'centre' : 'left' } as const;
      sheet.text(random.pick(words.publicationHeads), centred ? x + width / 2 : x, y + 4, heading);
      y += 18;
    }
    const cited = random.chance(0.4) ? ` (${random.integer(1, 30)}, ${random.integer(31, 60)}).` : '';
    y = paragraph(page, prose.paragraph(random.integer(3, 6)) + cited, x, y, width, type, style) + 2;
  }
}

function exhibit(page: Page, x: number, y: number, width: number, type: Type): number {
  const { random, prose } = page;
  const caption = { face: type.face, size: type.size - 1 };
  let below: number;
  if (random.chance(0.5)) {
    const height = random.integer(90, 180);
    chart(page, x + 14, y, width - 28, height, type.size - 1);
    below = y + height + 30;
  } else {
    const rows = Array.from({ length: random.integer(3, 7) }, () => [
      random.pick(words.samples),
      String(random.integer(5, 60)),
      prose.decimal(0, 90, 1),
      prose.decimal(0, 9, 2),
    ]);
    const widths = [0.4, 0.2, 0.2, 0.2].map((share) => share * width);
    below = table(page, x, y, widths, [['Group', 'n', 'Mean', 'S.E.'], ...rows], type, { leading: 1.35 }) + 14;
  }
  const text = `${random.pick(['FIG.', 'Table', 'Figure'])} ${random.integer(1, 6)}. ${prose.sentence()}`;
  return paragraph(page, text, x, below, width, caption, { leading: 1.15 }) + 10;
}

function listReferences(page: Page, x: number, y: number, width: number, type: Type): void {
  const heading = { face: boldOf(type.face), size: type.size + 0.5, align: 'centre' } as const;
  page.sheet.text('REFERENCES', x + width / 2, y + 6, heading);
  let below = y + 24;
  for (let number = 1; below < 1015; number++) {
    const small = { face: type.face, size: type.size - 1 };
    below = paragraph(page, `${number}. ${citation(page)}`, x, below, width, small, { leading: 1.15, floor: 1020 });
  }
}
