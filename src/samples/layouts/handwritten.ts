import { HANDWRITING, SANS, writtenSize } from '../drawing/face-families.ts';
import { chart, scribble } from '../drawing/marks.ts';
import type { Page, Type } from '../drawing/page.ts';
import words from '../vocabulary/correspondence.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const handwritten: DocumentLayout = {
  description: 'notes or a letter written by hand',
  landscape: 0,
  draw(page) {
    const { random, sheet, prose } = page;
    const face = random.pick(HANDWRITING);
    const type: Type = { face, size: writtenSize(face, random.between(16, 25)) };
    const spacing = writtenSize(face, 1) * type.size * (face === 'homemade-apple' ? 1.75 : 0.95);
    const leading = Math.max(spacing, 30);
    let y = random.integer(70, 130);
    if (random.chance(0.4)) y = ruledPaper(page, leading);
    if (random.chance(0.2)) {
      sheet.text(prose.organisation().toUpperCase(), sheet.width / 2, 50, {
        face: random.pick(SANS),
        size: 14,
        align: 'centre',
      });
    }
    if (random.chance(0.4)) sheet.text(prose.date(), random.integer(420, 600), y, type);
    const end = random.chance(0.7) ? 1050 : random.integer(300, 700);
    const drift = random.between(-1.4, 1.4);
    while (y < end) {
      y += leading;
      y = note(page, y, leading, drift, type, end);
    }
    if (random.chance(0.12)) chart(page, 420, 760, 300, 200, 16);
    if (random.chance(0.3)) {
      sheet.ring(random.integer(200, 600), random.integer(200, 900), random.integer(40, 120), random.integer(15, 40), {
        weight: 2,
      });
    }
  },
};

function ruledPaper(page: Page, leading: number): number {
  const { random, sheet } = page;
  for (let y = 90; y < sheet.height - 20; y += leading)
    sheet.line(20, y, sheet.width - 20, y, { weight: 0.8, ink: [150] });
  if (random.chance(0.5)) sheet.line(78, 10, 78, sheet.height - 10, { weight: 1, ink: [140] });
  return 85 + leading * random.integer(0, 2);
}

/** One remark of one or several lines. @returns the baseline of its last line. */
function note(page: Page, y: number, leading: number, drift: number, type: Type, end: number): number {
  const { random, sheet, prose } = page;
  const left = random.integer(60, 110);
  const kind = random.next();
  if (kind < 0.06) {
    scribble(page, left, y - 8, random.integer(80, 300), 20);
    return y;
  }
  if (kind < 0.5) {
    const jotting = random.pick(words.jottings);
    sheet.text(jotting, left + random.integer(0, 60), y, { ...type, turn: drift + random.between(-0.5, 0.5) });
    if (random.chance(0.15)) sheet.line(left, y + 6, left + 260, y + 4, { weight: 1.6 });
    return y;
  }
  let baseline = y;
  const lines = sheet.wrap(prose.sentence(), type.face, type.size, sheet.width - left - random.integer(50, 120));
  lines.forEach((line, i) => {
    if (baseline > end) return;
    if (i > 0) baseline += leading;
    sheet.text(line, left + random.between(-6, 10), baseline + random.between(-2, 2), {
      ...type,
      turn: drift + random.between(-0.4, 0.4),
      ink: [random.integer(15, 60)],
    });
  });
  return baseline;
}
