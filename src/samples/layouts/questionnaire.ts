import { boldOf, SANS, TYPEWRITER } from '../drawing/face-families.ts';
import { scribble } from '../drawing/marks.ts';
import { type Page, paragraph, type Type } from '../drawing/page.ts';
import words from '../vocabulary/forms-and-questions.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

type Marks = 'boxes' | 'brackets' | 'codes';

export const questionnaire: DocumentLayout = {
  description: 'a survey with numbered questions and answers to choose from',
  landscape: 0,
  draw(page) {
    const { random, sheet } = page;
    const type: Type = {
      face: random.pick([...SANS, ...TYPEWRITER, 'pt-serif'] as const),
      size: random.between(12, 15),
    };
    const left = random.integer(60, 95);
    let y = random.integer(60, 100);
    if (random.chance(0.65)) {
      const style = { face: boldOf(type.face), size: type.size + 4, align: 'centre' } as const;
      sheet.text(random.pick(words.surveyTitles), sheet.width / 2, y, style);
      y += 28;
    }
    if (random.chance(0.5)) {
      sheet.text(
        `Study #${random.integer(100, 9999)}   Card ${random.integer(1, 4)}   Time Began: ______`,
        left,
        y,
        type,
      );
      y += 26;
    }
    if (random.chance(0.5)) {
      y = paragraph(page, random.pick(words.surveyIntroductions), left, y, sheet.width - 2 * left, type) + 12;
    }
    if (random.chance(0.2)) scale(page, left, y, type);
    else questions(page, left, y, type);
  },
};

function questions(page: Page, left: number, y: number, type: Type): void {
  const { random, sheet } = page;
  const marks = random.pick<Marks>(['boxes', 'brackets', 'codes']);
  const answered = random.chance(0.4);
  let number = random.integer(1, 12);
  let below = y;
  for (const question of random.sample(words.questions, 12)) {
    if (below > 920) return;
    sheet.text(`${number++}.`, left, below, type);
    const hint = random.chance(0.3) ? ` ${random.pick(words.instructions)}` : '';
    below = paragraph(page, question + hint, left + 32, below, sheet.width - 2 * left - 32, type) + 4;
    if (random.chance(0.15)) {
      for (let i = 0; i < 2; i++, below += 24)
        sheet.line(left + 32, below + 8, sheet.width - left, below + 8, { weight: 0.8 });
      below += 10;
    } else below = answers(page, left + 60, below, type, marks, answered);
  }
}

function answers(page: Page, x: number, y: number, type: Type, marks: Marks, answered: boolean): number {
  const { random, sheet } = page;
  let below = y;
  random.pick(words.answers).forEach((answer, i) => {
    const width = sheet.text(answer, x + 22, below, type);
    if (marks === 'boxes') sheet.box(x, below - 10, 11, 11);
    if (marks === 'brackets') sheet.text('(  )', x - 8, below, type);
    if (marks === 'codes') {
      const dots = Math.max(0, Math.floor((540 - width) / 9));
      sheet.text(' .'.repeat(Math.floor(dots / 2)), x + 24 + width, below, type);
      sheet.text(String(i + 1), 620, below, type);
      if (random.chance(0.2))
        sheet.text(random.pick(words.skips), 650, below, { face: type.face, size: type.size - 2 });
    }
    if (answered && random.chance(0.3)) scribble(page, x, below - 4, 14, 9, 2);
    below += type.size * 1.45;
  });
  return below + type.size * 0.8;
}

/** Statements down the side, a scale across. */
function scale(page: Page, left: number, y: number, type: Type): void {
  const { random, sheet, prose } = page;
  const points = random.pick(words.answers);
  const start = sheet.width * 0.48;
  const step = (sheet.width - left - start) / points.length;
  points.forEach((point, i) => {
    sheet.wrap(point, type.face, 9, step - 6).forEach((line, row) => {
      sheet.text(line, start + (i + 0.5) * step, y + row * 10, { face: type.face, size: 9, align: 'centre' });
    });
  });
  let below = y + 48;
  for (let i = random.integer(7, 14); i > 0 && below < 1000; i--) {
    const next = paragraph(page, prose.sentence(), left, below, start - left - 20, type);
    const chosen = random.integer(0, points.length - 1);
    points.forEach((_, p) => {
      const x = start + (p + 0.5) * step;
      sheet.text(String(p + 1), x, below, { ...type, align: 'centre' });
      if (p === chosen && random.chance(0.5)) sheet.ring(x, below - 4, 11, 10, { weight: 1.6 });
    });
    below = next + 8;
  }
}
