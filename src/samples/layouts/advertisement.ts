import { DISPLAY, HANDWRITING, PRINTED, SANS, writtenSize } from '../drawing/face-families.ts';
import { picture } from '../drawing/marks.ts';
import { type Page, paragraph } from '../drawing/page.ts';
import words from '../vocabulary/commerce.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const advertisement: DocumentLayout = {
  description: 'an advertisement for a product: large words, pictures, a brand, little text',
  landscape: 0.08,
  draw(page) {
    const { random } = page;
    random.pick([fullPicture, framedPicture, textOnly, couponPage])(page);
  },
};

type Ink = readonly [number];
const BLACK: Ink = [15];
const WHITE: Ink = [250];

function slogan(page: Page, y: number, ink: Ink): number {
  const { random, sheet } = page;
  const face = random.chance(0.12) ? random.pick(HANDWRITING) : random.pick([...DISPLAY, 'pt-serif-bold'] as const);
  const size = writtenSize(face, random.between(38, 78));
  const said = random.pick(words.slogans);
  const text = random.chance(0.35) ? said.toUpperCase() : said;
  const turn = random.chance(0.1) ? -5 : 0;
  let below = y;
  for (const line of sheet.wrap(text, face, size, sheet.width - 130)) {
    sheet.text(line, sheet.width / 2, below, { face, size, align: 'centre', ink, turn });
    below += size * 1.1;
  }
  return below;
}

function brand(page: Page, x: number, y: number, ink: Ink, size = page.random.between(48, 100)): void {
  const style = { face: page.random.pick(DISPLAY), size, align: 'centre', ink } as const;
  page.sheet.text(page.random.pick(words.brands), x, y, style);
}

function smallPrint(page: Page, y: number): void {
  const { random, sheet } = page;
  const text = random.pick(words.smallPrint);
  if (random.chance(0.5)) {
    const lines = sheet.wrap(text, 'arimo-bold', 12, 330);
    const x = random.integer(50, sheet.width - 410);
    sheet.block(x, y - 16, 360, lines.length * 16 + 14, [255]);
    sheet.box(x, y - 16, 360, lines.length * 16 + 14);
    lines.forEach((line, i) => {
      sheet.text(line, x + 12, y + 4 + i * 16, { face: 'arimo-bold', size: 12 });
    });
  } else sheet.text(text, sheet.width / 2, y + 24, { face: 'arimo', size: 10, align: 'centre' });
}

function fullPicture(page: Page): void {
  const { random, sheet } = page;
  picture(page, 25, 25, sheet.width - 50, sheet.height - 50);
  const ink = random.chance(0.6) ? WHITE : BLACK;
  slogan(page, random.chance(0.6) ? random.integer(110, 190) : sheet.height - random.integer(330, 450), ink);
  brand(page, sheet.width * random.between(0.35, 0.65), sheet.height - random.integer(130, 190), ink);
  if (random.chance(0.6)) smallPrint(page, sheet.height - 85);
}

function framedPicture(page: Page): void {
  const { random, sheet, prose } = page;
  const [width, height] = [sheet.width * random.between(0.45, 0.8), sheet.height * random.between(0.3, 0.5)];
  const top = random.integer(60, 120);
  picture(page, (sheet.width - width) / 2, top, width, height);
  const y = slogan(page, top + height + 80, BLACK);
  const type = { face: random.pick(PRINTED), size: random.between(11, 14) };
  const left = sheet.width * 0.18;
  const below = paragraph(page, prose.paragraph(random.integer(1, 4)), left, y, sheet.width - 2 * left, type);
  brand(page, sheet.width / 2, Math.min(sheet.height - 70, below + 90), BLACK);
  if (random.chance(0.4)) smallPrint(page, sheet.height - 50);
}

/** As in trade papers: a frame, big words, a few lines. */
function textOnly(page: Page): void {
  const { random, sheet, prose } = page;
  const inset = random.integer(40, 110);
  sheet.box(inset, inset, sheet.width - 2 * inset, sheet.height - 2 * inset, { weight: random.between(2, 9) });
  let y = slogan(page, inset + random.integer(120, 220), BLACK);
  if (random.chance(0.7)) {
    const type = { face: random.pick(PRINTED), size: random.between(13, 19) };
    y = paragraph(page, prose.paragraph(2), inset + 60, y + 20, sheet.width - 2 * inset - 120, type);
  }
  brand(page, sheet.width / 2, Math.min(y + random.integer(100, 240), sheet.height - inset - 60), BLACK);
  if (random.chance(0.5)) {
    const address = `${prose.organisation()}, ${prose.street()}, ${prose.place()}`;
    const style = { face: random.pick(SANS), size: 13, align: 'centre' } as const;
    sheet.text(address, sheet.width / 2, sheet.height - inset - 24, style);
  }
}

function couponPage(page: Page): void {
  const { random, sheet, prose } = page;
  const split = sheet.height * random.between(0.45, 0.65);
  if (random.chance(0.7)) picture(page, 40, 40, sheet.width - 80, split - 60);
  slogan(page, random.integer(110, 180), random.chance(0.5) ? WHITE : BLACK);
  const left = random.integer(90, 200);
  sheet.box(left, split + 30, sheet.width - 2 * left, 260, { weight: 3 });
  sheet.text(random.pick(['COUPON', 'SAVE 25 cents', 'FREE OFFER', 'MAIL TODAY']), sheet.width / 2, split + 90, {
    face: random.pick(DISPLAY),
    size: 44,
    align: 'centre',
  });
  sheet.text(`Offer expires ${prose.date()}`, sheet.width / 2, split + 125, {
    face: 'arimo',
    size: 13,
    align: 'centre',
  });
  ['Name', 'Address', 'City'].forEach((label, i) => {
    const y = split + 170 + i * 36;
    const width = sheet.text(label, left + 30, y, { face: 'arimo', size: 12 });
    sheet.line(left + 40 + width, y + 2, sheet.width - left - 30, y + 2);
  });
  smallPrint(page, sheet.height - 70);
}
