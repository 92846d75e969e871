import { DISPLAY, HANDWRITING, writtenSize } from './face-families.ts';
import type { Page } from './page.ts';

/** A wavering pen line, as in a signature. */
export function scribble(page: Page, x: number, y: number, width: number, height: number, weight = 1.6): void {
  const { random, sheet } = page;
  const points: [number, number][] = [[x, y]];
  let phase = random.between(0, 6);
  let swing = random.between(0.6, 1);
  let pace = random.between(0.4, 0.8);
  for (let along = 0; along < width; along += random.between(1, 2.6)) {
    phase += pace;
    if (random.chance(0.22)) [swing, pace] = [random.between(0.08, 1), random.between(0.25, 1.1)];
    // Loops: the pen swings sideways as it goes up and down, and flattens towards the end of the name.
    const left = 1 - (0.6 * along) / width;
    points.push([x + along + 7 * swing * Math.cos(phase), y - (Math.sin(phase) * height * swing * left) / 2]);
  }
  sheet.stroke(points, { weight, ink: [random.integer(10, 70)] });
}

/** A short note by hand across what is already there. */
export function handNote(page: Page, text: string, x: number, y: number, size: number): void {
  const { random, sheet } = page;
  const face = random.pick(HANDWRITING);
  sheet.text(text, x, y, {
    face,
    size: writtenSize(face, size),
    turn: random.between(-9, 5),
    ink: [random.integer(10, 80)],
  });
}

/** A rubber stamp: a word in a worn frame. */
export function rubberStamp(page: Page, word: string, x: number, y: number, size: number): void {
  const { random, sheet } = page;
  const turn = random.between(-12, 12);
  const ink = [random.integer(40, 110)] as const;
  sheet.text(word, x, y, {
    face: random.pick(['anton', 'oswald', 'courier-prime-bold']),
    size,
    turn,
    ink,
    tracking: 2,
  });
}

/** A company mark in one of a few simple shapes, about `size` to each side of (x, y). */
export function logo(page: Page, x: number, y: number, size: number): void {
  const { random, sheet } = page;
  const ink = [random.integer(10, 90)] as const;
  switch (random.integer(0, 3)) {
    case 0:
      sheet.disc(x, y, size, size, { ink });
      sheet.disc(x, y, size * 0.6, size * 0.6, { ink: [255] });
      break;
    case 1:
      sheet.fill(
        [
          [x - size, y + size],
          [x, y - size],
          [x + size, y + size],
        ],
        { ink },
      );
      break;
    case 2:
      sheet.block(x - size, y - size, size * 2, size * 2, ink);
      sheet.text(page.prose.initial(), x, y + size * 0.6, {
        face: random.pick(DISPLAY),
        size: size * 1.6,
        align: 'centre',
        ink: [255],
      });
      break;
    default:
      for (let i = 0; i < 7; i++) {
        sheet.line(x, y, x + size * Math.cos(i * 0.9), y + size * Math.sin(i * 0.9), { weight: 3, ink });
      }
  }
}

/** Something like a photograph: soft shapes of many greys inside a frame. */
export function picture(page: Page, x: number, y: number, width: number, height: number): void {
  const { random, sheet } = page;
  const sky = random.integer(90, 240);
  const ground = random.integer(20, 170);
  const strips = 24;
  for (let i = 0; i < strips; i++) {
    const grey = Math.round(sky + ((ground - sky) * i) / strips);
    sheet.block(x, y + (i * height) / strips, width, height / strips + 0.7, [grey]);
  }
  const horizon = y + height * random.between(0.35, 0.75);
  const ridge: [number, number][] = [[x, y + height]];
  for (let i = 0; i <= 8; i++) ridge.push([x + (i * width) / 8, horizon + random.between(-0.12, 0.12) * height]);
  sheet.fill([...ridge, [x + width, y + height]], { ink: [random.integer(15, 140)], opacity: 0.85 });
  for (let i = random.integer(3, 9); i > 0; i--) {
    const [rx, ry] = [random.between(0.03, 0.18) * width, random.between(0.04, 0.25) * height];
    const cx = random.between(x + rx, x + width - rx);
    const cy = random.between(y + ry, y + height - ry);
    sheet.disc(cx, cy, rx, ry, { ink: [random.integer(5, 250)], opacity: random.between(0.4, 0.95) });
  }
  if (random.chance(0.6))
    figure(page, x + width * random.between(0.3, 0.7), y + height, height * random.between(0.5, 0.85));
}

/** A person from head to waist, standing on (x, y). */
function figure(page: Page, x: number, y: number, height: number): void {
  const { random, sheet } = page;
  const ink = [random.integer(5, 90)] as const;
  const half = height * 0.28;
  sheet.fill(
    [
      [x - half, y],
      [x - half * 0.8, y - height * 0.55],
      [x + half * 0.8, y - height * 0.55],
      [x + half, y],
    ],
    { ink },
  );
  sheet.disc(x, y - height * 0.75, height * 0.13, height * 0.18, { ink: [random.integer(120, 230)] });
}

/** Bars or a curve with axes and figures. */
export function chart(page: Page, x: number, y: number, width: number, height: number, size: number): void {
  const { random, sheet } = page;
  const count = random.integer(4, 8);
  const step = width / count;
  const bars = random.chance(0.5);
  const points: [number, number][] = [];
  sheet.line(x, y, x, y + height, { weight: 1.4 });
  sheet.line(x, y + height, x + width, y + height, { weight: 1.4 });
  for (let i = 0; i < count; i++) {
    const rise = random.between(0.15, 0.95) * height;
    const middle = x + (i + 0.5) * step;
    points.push([middle, y + height - rise]);
    if (bars) sheet.block(middle - step * 0.32, y + height - rise, step * 0.64, rise, [random.pick([50, 110, 160])]);
    const style = { face: 'arimo', size, align: 'centre' } as const;
    sheet.text(String(random.chance(0.5) ? 1970 + i * 3 : i + 1), middle, y + height + size * 1.2, style);
    if (random.chance(0.5)) sheet.text(`${random.integer(1, 60)}%`, middle, y + height - rise - size * 0.4, style);
  }
  if (!bars) sheet.stroke(points, { weight: 1.8 });
}
