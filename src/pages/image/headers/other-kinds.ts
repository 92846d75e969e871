import type { OtherFormat } from './image-header.ts';

/** PDF allows junk before its header; SVG may begin with a declaration and comments. */
const LOOK_AHEAD = 1024;
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const SVG_START = /^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml|<!--|<!doctype svg|<svg)/i;

/** Recognises files that are often taken for images of documents. */
export function otherKindOf(bytes: Uint8Array): OtherFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, LOOK_AHEAD)).toString('latin1');
  if (start.includes('%PDF-')) return 'pdf';
  if (start.slice(4, 8) === 'ftyp') {
    const brand = start.slice(8, 12);
    if (AVIF_BRANDS.has(brand)) return 'avif';
    if (HEIC_BRANDS.has(brand)) return 'heic';
  }
  return SVG_START.test(start) && /<svg[\s>]/i.test(start) ? 'svg' : undefined;
}
