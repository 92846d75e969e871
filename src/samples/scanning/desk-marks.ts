import { handNote, rubberStamp } from '../drawing/marks.ts';
import type { Page } from '../drawing/page.ts';
import words from '../vocabulary/correspondence.json' with { type: 'json' };

const NUMBER_PREFIXES = ['', '', 'TN', 'PM', 'CTR', 'MX', '20'];

/** What a page collects between the printer and the scanner: archive numbers, stamps, notes, punch holes. */
export function addDeskMarks(page: Page, className: string): void {
  const { random } = page;
  if (random.chance(className === 'file_folder' ? 0.5 : 0.75)) archiveNumber(page);
  if (['file_folder', 'handwritten', 'advertisement'].includes(className)) return;
  const { sheet } = page;
  if (random.chance(0.12)) {
    const [x, y] = [random.integer(sheet.width - 380, sheet.width - 210), random.integer(60, 160)];
    rubberStamp(page, random.pick(words.stampWords), x, y, random.between(20, 30));
  }
  if (random.chance(0.18)) {
    const text = random.pick([...words.handNotes, page.prose.name(), page.prose.date()]);
    handNote(
      page,
      text,
      random.integer(sheet.width - 370, sheet.width - 180),
      random.integer(50, 200),
      random.between(18, 26),
    );
  }
}

function archiveNumber(page: Page): void {
  const { random, sheet } = page;
  const number = `${random.pick(NUMBER_PREFIXES)}${random.chance(0.5) ? ' ' : ''}${random.digits(8)}`.trim();
  const style = {
    face: random.pick(['courier-prime-bold', 'arimo-bold', 'roboto-condensed-bold']),
    size: random.between(12, 17),
  } as const;
  if (random.chance(0.45)) {
    const y = random.integer(Math.floor(sheet.height / 2), sheet.height - 160);
    sheet.text(number, sheet.width - random.integer(18, 38), y, {
      ...style,
      turn: random.pick([90, -90]),
      align: 'centre',
    });
  } else
    sheet.text(number, sheet.width - random.integer(90, 220), sheet.height - random.integer(16, 34), {
      ...style,
      align: 'centre',
    });
}
