import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { type Page, type PageReader, type TextLine, UnreadableImageError } from '../../../pages/index.ts';

/** Pages by the hash of their image: the answers are what is tested here, not the reading. */
export const pages = new Map<string, Page>();
export const storedPages: PageReader = {
  read: async (image) => {
    const page = pages.get(hashOf(image));
    if (!page) throw new UnreadableImageError('Expected a whole png image, but its data ends too early.');
    return page;
  },
  close: async () => undefined,
};

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function pageWith(lines: readonly { readonly text: string; readonly x: number; readonly y: number }[]): Page {
  return {
    version: 'stored-1',
    width: 1000,
    height: 1400,
    lines: lines.map(
      (line): TextLine => ({ ...line, confidence: 0.95, w: line.text.length * 0.01, h: 0.015, angle: 0 }),
    ),
    appearance: {
      ink: new Array<number>(18 * 24).fill(0),
      gradients: new Array<number>(288).fill(0),
      statistics: [0.05, 0.02, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.5, 0.1],
      textMap: new Array<number>(9 * 12).fill(0),
    },
  };
}

const NAMES = ['Amber', 'Basalt', 'Cedar', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbor', 'Inlet', 'Jasper', 'Kestrel'];
const TRADES = ['Paper', 'Tools', 'Foods', 'Glass', 'Books', 'Metals', 'Fabrics'];

/** An invoice whose payer stands at the top and whose seller at the bottom, both behind the same word. */
export async function drawInvoice(index: number): Promise<{ readonly image: Uint8Array; readonly payer: string }> {
  const name = (at: number) => `${NAMES[at % NAMES.length]} ${TRADES[(at * 3 + index) % TRADES.length]} Ltd ${at + 10}`;
  const [payer, seller] = [name(index * 2), name(index * 2 + 1)];
  const color = { r: index, g: 255 - index, b: 90 };
  const image = await sharp({ create: { width: 900, height: 450, channels: 3, background: color } })
    .png()
    .toBuffer();
  pages.set(
    hashOf(image),
    pageWith([
      { text: 'INVOICE', x: 0.4, y: 0.05 },
      { text: 'Name:', x: 0.1, y: 0.2 },
      { text: payer, x: 0.2, y: 0.2 },
      { text: 'Amount', x: 0.1, y: 0.5 },
      { text: `${index * 13}.00`, x: 0.5, y: 0.5 },
      { text: 'Name:', x: 0.1, y: 0.8 },
      { text: seller, x: 0.2, y: 0.8 },
    ]),
  );
  return { image, payer };
}
