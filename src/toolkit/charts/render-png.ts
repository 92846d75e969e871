import sharp from 'sharp';
import { DataError } from '../errors.ts';

export interface PngPicture {
  readonly png: Uint8Array;
  /** Characters of the picture that no font of this machine has: they are drawn as boxes. Empty when all is well. */
  readonly missingCharacters: string;
}

/** Most characters looked for in the fonts: a few decide. */
const MOST_LOOKUPS = 40;
/** Latin, Greek and punctuation are in every font; what lies above may not be. */
const FIRST_DOUBTFUL = 0x2e80;
const PROBE_SIDE = 48;

/**
 * SVG → PNG, on light paper.
 * @param density pixels per SVG pixel. Default 2.
 * @throws {DataError} `chart-unreadable` when the SVG cannot be drawn.
 */
export async function renderPng(svg: string, density = 2): Promise<PngPicture> {
  try {
    const png = await sharp(Buffer.from(svg), { density: 72 * density, limitInputPixels: 200_000_000 })
      .flatten({ background: '#ffffff' })
      .png({ compressionLevel: 9 })
      .toBuffer();
    return { png, missingCharacters: await missingCharacters(svg) };
  } catch (cause) {
    throw new DataError('chart-unreadable', 'Expected an SVG picture that can be drawn.', { cause });
  }
}

/** A missing character is drawn as a frame around its number: the same frame that a code point which is no character gets. */
async function missingCharacters(svg: string): Promise<string> {
  const doubtful = [...new Set(decodeReferences(svg))]
    .filter((character) => (character.codePointAt(0) ?? 0) >= FIRST_DOUBTFUL)
    .slice(0, MOST_LOOKUPS);
  if (doubtful.length === 0) return '';
  const frames = { short: await probe('\ufdd0'), long: await probe('\u{10fffe}') };
  const missing: string[] = [];
  for (const character of doubtful) {
    const frame = (character.codePointAt(0) ?? 0) > 0xffff ? frames.long : frames.short;
    if (covers(await probe(character), frame)) missing.push(character);
  }
  return missing.join('');
}

const decodeReferences = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

async function probe(character: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PROBE_SIDE}" height="${PROBE_SIDE}"><text x="4" y="40" font-size="36" font-family="sans-serif">&#${character.codePointAt(0)};</text></svg>`;
  const { data } = await sharp(Buffer.from(svg)).extractChannel('alpha').raw().toBuffer({ resolveWithObject: true });
  return data;
}

/** Whether the outermost ink of `frame` is inked in `picture` too. */
function covers(picture: Uint8Array, frame: Uint8Array): boolean {
  const inked = (pixels: Uint8Array, index: number) => (pixels[index] ?? 0) > 96;
  const columns = Array.from({ length: PROBE_SIDE }, (_, x) =>
    Array.from({ length: PROBE_SIDE }, (_, y) => y * PROBE_SIDE + x).filter((index) => inked(frame, index)),
  );
  const occupied = columns.filter((column) => column.length > 0);
  const border = [...(occupied[0] ?? []), ...(occupied.at(-1) ?? [])];
  return border.length > 0 && border.filter((index) => inked(picture, index)).length >= 0.9 * border.length;
}
