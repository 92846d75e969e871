import { boldOf, HANDWRITING, PRINTED, SERIF, TYPEWRITER, writtenSize } from '../drawing/face-families.ts';
import { logo, scribble } from '../drawing/marks.ts';
import { type Page, paragraph, stack, type Type } from '../drawing/page.ts';
import words from '../vocabulary/correspondence.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const letter: DocumentLayout = {
  description: 'a typed letter to a person or company, with address, salutation and signature',
  landscape: 0,
  draw(page) {
    const { random } = page;
    const byHand = random.chance(0.06);
    const face = byHand ? random.pick(HANDWRITING) : random.pick([...TYPEWRITER, ...TYPEWRITER, ...PRINTED]);
    const type: Type = { face, size: byHand ? writtenSize(face, 15) : random.between(13.5, 17) };
    const left = random.integer(80, 130);
    // A second sheet has neither letterhead nor address.
    const continued = random.chance(0.1);
    let y = continued ? continuation(page, left, type) : opening(page, left, type);
    for (let i = random.integer(1, 5); i > 0 && y < 840; i--) {
      const style = { indent: random.chance(0.3) ? 40 : 0, justified: random.chance(0.15), floor: 880 };
      y = paragraph(page, page.prose.paragraph(), left, y, page.sheet.width - 2 * left, type, style) + type.size * 0.9;
    }
    if (y < 950 && random.chance(0.93)) ending(page, left, y, type);
  },
};

function continuation(page: Page, left: number, type: Type): number {
  const y = page.random.integer(70, 110);
  return stack(page, [page.prose.titledName(), 'Page 2', page.prose.date()], left, y, type) + type.size * 2;
}

function opening(page: Page, left: number, type: Type): number {
  const { random, prose, sheet } = page;
  let y = random.integer(60, 95);
  if (random.chance(0.75)) y = letterhead(page, y);
  const dateX = random.chance(0.5) ? left : 500;
  sheet.text(prose.date(), dateX, y + 20, type);
  y += 20 + type.size * 3;
  const address = [prose.titledName(), prose.position(), prose.organisation(), prose.street(), prose.place()];
  y = stack(page, random.chance(0.85) ? address : address.slice(0, 1), left, y, type, 1.25) + type.size;
  if (random.chance(0.25)) {
    sheet.text(`${random.pick(['Re', 'Subject', 'RE'])}: ${prose.heading(4)}`, left + 40, y, type);
    y += type.size * 2;
  }
  if (random.chance(0.92)) {
    const whom = random.chance(0.8) ? `${random.pick(['Mr.', 'Dr.', 'Ms.'])} ${prose.lastName()}` : prose.firstName();
    sheet.text(`${random.pick(words.salutations)} ${whom}${random.pick([':', ':', ','])}`, left, y, type);
    y += type.size * 2.1;
  }
  return y;
}

function letterhead(page: Page, y: number): number {
  const { random, prose, sheet } = page;
  const face = random.pick([...PRINTED, 'playfair-display', 'oswald'] as const);
  const centred = random.chance(0.6);
  const x = centred ? sheet.width / 2 : 90;
  const align = centred ? 'centre' : 'left';
  if (random.chance(0.35)) logo(page, centred ? sheet.width / 2 : 760, y - 16, random.between(12, 22));
  sheet.text(prose.organisation().toUpperCase(), x, y + 22, {
    face: boldOf(face),
    size: random.between(16, 25),
    align,
  });
  const line = `${prose.street()}   ${prose.place()}   ${prose.phone()}`;
  sheet.text(line, x, y + 40, { face: random.pick(SERIF), size: 10, align });
  if (random.chance(0.3)) sheet.line(80, y + 50, sheet.width - 80, y + 50, { weight: 1 });
  return y + 72;
}

function ending(page: Page, left: number, y: number, type: Type): void {
  const { random, prose, sheet } = page;
  const x = random.chance(0.5) ? left : 450;
  sheet.text(random.pick(words.closings), x, y, type);
  if (random.chance(0.85)) scribble(page, x + 5, y + 32, random.integer(70, 150), 26);
  let below = stack(page, [prose.name(), prose.position()], x, y + 62, type, 1.25) + 14;
  const initials = `${prose.initial()}${prose.initial()}/${random.pick(['jh', 'cw', 'mb', 'kd'])}`;
  const notes = random.sample([initials, `cc: ${prose.name()}`, 'Enclosure', 'Encl.'], random.integer(0, 2));
  for (const note of notes) {
    if (below > 1055) return;
    sheet.text(note, left, below, type);
    below += type.size * 1.5;
  }
}
