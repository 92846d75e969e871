import { boldOf, SERIF, TYPEWRITER } from '../drawing/face-families.ts';
import { type Page, paragraph, type Type, table } from '../drawing/page.ts';
import words from '../vocabulary/science-and-trade.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const resume: DocumentLayout = {
  description: "a person's education, employment and achievements",
  landscape: 0,
  draw(page) {
    const { random, sheet } = page;
    const type: Type = {
      face: random.pick([...SERIF, ...TYPEWRITER, 'arimo'] as const),
      size: random.between(12.5, 15.5),
    };
    const left = random.integer(75, 110);
    let y = random.integer(70, 110);
    if (random.chance(0.55)) {
      const style = { face: boldOf(type.face), size: type.size + 3, align: 'centre' } as const;
      sheet.text(random.pick(words.resumeTitles), sheet.width / 2, y, style);
      y += 30;
    }
    y = random.pick([nameInTheMiddle, personalData, sketchTable, nameInTheMiddle])(page, left, y, type);
    const heads = random.sample(words.resumeHeads, random.integer(2, 5));
    if (random.chance(0.85)) heads.unshift('EDUCATION');
    const colon = random.chance(0.3) ? ':' : '';
    const underlined = random.chance(0.3);
    for (const head of heads) {
      if (y > 950) return;
      const width = sheet.text(head + colon, left, y, { ...type, face: boldOf(type.face) });
      if (underlined) sheet.line(left, y + 4, left + width, y + 4);
      y = section(page, head, left, y + type.size * 1.7, type) + type.size;
    }
  },
};

function nameInTheMiddle(page: Page, _left: number, y: number, type: Type): number {
  const { sheet, prose } = page;
  const name = { face: boldOf(type.face), size: type.size + 4, align: 'centre' } as const;
  sheet.text(prose.name().toUpperCase(), sheet.width / 2, y, name);
  sheet.text(`${prose.street()}, ${prose.place()}`, sheet.width / 2, y + 18, { ...type, align: 'centre' });
  return y + 48;
}

function personalData(page: Page, left: number, y: number, type: Type): number {
  const { random, prose, sheet } = page;
  const data: [string, string][] = [
    ['NAME:', prose.name()],
    ['ADDRESS:', prose.street()],
    ['TELEPHONE:', prose.phone()],
    ['DATE OF BIRTH:', prose.date()],
    ['CITIZENSHIP:', 'U.S.A.'],
    ['MARITAL STATUS:', 'Married'],
  ];
  let below = y;
  for (const [label, value] of data.slice(0, random.integer(3, 6))) {
    sheet.text(label, left, below, type);
    sheet.text(value, left + 170, below, type);
    below += type.size * 1.6;
  }
  return below + 10;
}

/** The form that research agencies ask for. */
function sketchTable(page: Page, left: number, y: number, type: Type): number {
  const { random, prose, sheet } = page;
  const width = sheet.width - 2 * left;
  const entry = { face: 'courier-prime', size: type.size } as const;
  sheet.box(left, y, width, 44);
  sheet.line(left + width / 2, y, left + width / 2, y + 44);
  sheet.text('NAME', left + 4, y + 11, { face: type.face, size: 8.5 });
  sheet.text('POSITION TITLE', left + width / 2 + 4, y + 11, { face: type.face, size: 8.5 });
  sheet.text(prose.name(), left + 10, y + 34, entry);
  sheet.text(prose.position(), left + width / 2 + 10, y + 34, entry);
  const degrees = Array.from({ length: random.integer(2, 4) }, () => [
    prose.university(),
    random.pick(words.degrees),
    String(prose.year()),
    random.pick(words.fields),
  ]);
  const widths = [width * 0.5, width * 0.14, width * 0.12, width * 0.24];
  const rows = [['INSTITUTION AND LOCATION', 'DEGREE', 'YEAR', 'FIELD OF STUDY'], ...degrees];
  return table(page, left, y + 44, widths, rows, { face: type.face, size: type.size - 1 }, { grid: true }) + 28;
}

function section(page: Page, head: string, left: number, y: number, type: Type): number {
  const { random, prose, sheet } = page;
  const width = sheet.width - 2 * left;
  let below = y;
  for (let i = 1; i <= random.integer(2, 5) && below < 1020; i++) {
    if (head === 'PUBLICATIONS')
      below = paragraph(page, `${i}. ${citation(page)}`, left + 20, below, width - 20, type) + 5;
    else if (/HONOR|SOCIET|INTEREST/.test(head)) {
      sheet.text(random.chance(0.6) ? random.pick(words.societies) : prose.heading(4), left + 30, below, type);
      below += type.size * 1.4;
    } else {
      const from = prose.year();
      sheet.text(`${from}-${random.chance(0.2) ? 'present' : from + random.integer(1, 6)}`, left + 8, below, type);
      below = paragraph(page, post(page, head), left + 130, below, width - 130, type) + 4;
    }
  }
  return below;
}

function post(page: Page, head: string): string {
  const { random, prose } = page;
  if (head === 'EDUCATION') return `${random.pick(words.degrees)}, ${random.pick(words.fields)}, ${prose.university()}`;
  const duties = random.chance(0.35) ? `. ${prose.sentence()}` : '';
  return `${prose.position()}, ${random.pick([prose.university(), prose.organisation()])}, ${prose.town()}${duties}`;
}

export function citation(page: Page): string {
  const { random, prose } = page;
  const start = random.integer(1, 900);
  const authors = `${prose.lastName()}, ${prose.initial()}. and ${prose.lastName()}, ${prose.initial()}.`;
  return `${authors} ${prose.heading(7)}. ${random.pick(words.journals)} ${random.integer(10, 200)}:${start}-${start + random.integer(2, 20)}, ${prose.year()}.`;
}
