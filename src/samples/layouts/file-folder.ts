import { HANDWRITING, SANS, TYPEWRITER, writtenSize } from '../drawing/face-families.ts';
import type { Page } from '../drawing/page.ts';
import words from '../vocabulary/correspondence.json' with { type: 'json' };
import type { DocumentLayout } from './layout.ts';

export const fileFolder: DocumentLayout = {
  description: 'the cover or tab of a file folder, almost empty but for a label',
  landscape: 0.1,
  draw(page) {
    const { random } = page;
    random.pick([sideTab, edges, outline, plain])(page);
    for (let i = random.integer(0, 3); i > 0; i--) looseLabel(page);
    if (random.chance(0.3)) pastedLabel(page);
  },
};

function sideTab(page: Page): void {
  const { random, sheet } = page;
  const x = sheet.width - random.integer(40, 80);
  const top = random.integer(200, 420);
  const height = random.integer(120, 240);
  const outer = x + 24;
  const points = [
    [x, 60],
    [x, top],
    [outer, top + 20],
    [outer, top + height],
    [x, top + height + 20],
    [x, sheet.height - 40],
  ] as const;
  sheet.stroke(points, { weight: random.between(1, 2.5) });
}

function edges(page: Page): void {
  const { random, sheet } = page;
  const left = random.integer(20, 50);
  sheet.line(left, 20, left, sheet.height - 20, { weight: random.between(1, 3) });
  const right = sheet.width - random.integer(20, 70);
  sheet.line(right, random.integer(20, 200), right, sheet.height - 20, { weight: random.between(1, 3) });
  if (random.chance(0.4))
    sheet.block(0, sheet.height - random.integer(10, 60), sheet.width, 60, [random.integer(40, 160)]);
}

function outline(page: Page): void {
  const { random, sheet } = page;
  const [x, y] = [random.integer(20, 60), random.integer(40, 90)];
  sheet.box(x, y, sheet.width - x - random.integer(20, 70), sheet.height - y - random.integer(20, 80), { weight: 1.5 });
  const tab = random.integer(100, sheet.width - 320);
  sheet.stroke(
    [
      [tab, y],
      [tab + 14, y - 26],
      [tab + 200, y - 26],
      [tab + 214, y],
    ],
    { weight: 1.5 },
  );
}

/** Only grey board. */
function plain(page: Page): void {
  const { random, sheet } = page;
  sheet.block(0, 0, sheet.width, sheet.height, [random.integer(150, 225)], 0.8);
}

function label(page: Page): string {
  const { random, prose } = page;
  const year = prose.year();
  return random.pick([
    random.pick(words.folderLabels),
    prose.name(),
    `${prose.lastName()} ${year}`,
    `${year}-${year + random.integer(1, 4)}`,
    prose.heading(3).toUpperCase(),
    `FILE ${random.integer(1, 90)}`,
    prose.organisation(),
  ]);
}

function looseLabel(page: Page): void {
  const { random, sheet } = page;
  const face = random.pick([...HANDWRITING, ...TYPEWRITER, ...SANS]);
  const size = HANDWRITING.includes(face) ? writtenSize(face, random.between(16, 30)) : random.between(12, 22);
  const turn = random.pick([0, 0, 90, -90]);
  const x = turn === 0 ? random.integer(80, sheet.width - 370) : random.integer(sheet.width - 250, sheet.width - 60);
  const y = turn === 0 ? random.integer(50, 500) : random.integer(300, 600);
  sheet.text(label(page), x, y, { face, size, turn });
}

function pastedLabel(page: Page): void {
  const { random, sheet } = page;
  const [x, y] = [random.integer(100, 480), random.integer(40, 140)];
  const [width, height] = [random.integer(220, 330), random.integer(45, 80)];
  sheet.block(x, y, width, height, [252]);
  sheet.box(x, y, width, height);
  sheet.text(label(page), x + 14, y + 30, { face: random.pick(TYPEWRITER), size: 16 });
}
