import sharp from 'sharp';
import { PAGE_VERSION, type PageReader, type TextLine, UnreadableImageError } from '../../src/pages/index.ts';

/** Pixels. Large enough for Bedrock, small enough to be made by the dozen. */
const WIDTH = 100;
const HEIGHT = 140;

/** Words that give each class away. */
const WORDS = {
  invoice: ['Invoice', 'Amount due', 'Net 30 days', 'Bill to'],
  letter: ['Dear Sir', 'Thank you for your letter', 'Yours sincerely', 'Enclosure'],
  resume: ['Curriculum vitae', 'Education', 'Work experience', 'References'],
} as const;
export type CodedClass = keyof typeof WORDS;
export const CODED_CLASSES = Object.keys(WORDS) as CodedClass[];

/** A page whose pixels spell its own text, so that {@link codedPages} reads it without a recogniser, in any process. */
export function drawCodedPage(className: CodedClass, index: number): Promise<Buffer> {
  const [title, ...words] = WORDS[className];
  const lines = [title, `No ${1000 + index * 17}`, ...words.filter((_, place) => (index + place) % 3 !== 0)];
  return encodePage(lines);
}

/** @param lines ASCII text, at most 13,000 characters in all. */
export function encodePage(lines: readonly string[]): Promise<Buffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT);
  pixels.write(lines.join('\n'), 'latin1');
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .png()
    .toBuffer();
}

/** Reads coded pages at once; finds no text on other images. Stateless, so nobody has to close it. */
export const codedPages: PageReader = {
  read: async (image, options) => {
    options?.signal?.throwIfAborted();
    const { data, info } = await sharp(image)
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch((cause: unknown) => {
        throw new UnreadableImageError('Expected a whole image, but its data ends too early.', { cause });
      });
    const isCoded = info.width === WIDTH && info.height === HEIGHT && data.includes(0);
    const end = isCoded ? data.indexOf(0) : 0;
    const texts = data
      .subarray(0, end === -1 ? data.length : end)
      .toString('latin1')
      .split('\n');
    const zeros = (length: number) => Array.from({ length }, () => 0);
    return {
      version: PAGE_VERSION,
      width: info.width,
      height: info.height,
      lines: texts.map(
        (text, row): TextLine => ({
          text,
          confidence: 0.95,
          x: 0.1,
          y: 0.05 + row * 0.1,
          w: text.length * 0.01,
          h: 0.02,
          angle: 0,
        }),
      ),
      appearance: { ink: zeros(432), gradients: zeros(288), statistics: zeros(12), textMap: zeros(108) },
    };
  },
  close: async () => undefined,
};
