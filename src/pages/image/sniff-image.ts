import { BrokenHeaderError, HeaderReader } from './header-reader.ts';
import { bmpHeader } from './headers/bmp.ts';
import { gifHeader } from './headers/gif.ts';
import type { ImageFormat, ImageHeader, OtherFormat } from './headers/image-header.ts';
import { jpegHeader } from './headers/jpeg.ts';
import { otherKindOf } from './headers/other-kinds.ts';
import { pngHeader } from './headers/png.ts';
import { tiffHeader } from './headers/tiff.ts';
import { webpHeader } from './headers/webp.ts';

/** What a file's own bytes say it is. */
export type SniffedImage =
  | ({ readonly kind: 'image'; readonly format: ImageFormat } & ImageHeader)
  /** The magic bytes are right but the header is cut off or impossible. */
  | { readonly kind: 'broken'; readonly format: ImageFormat; readonly reason: string }
  | { readonly kind: 'other'; readonly format: OtherFormat }
  | { readonly kind: 'unknown' };

interface FormatRule {
  readonly format: ImageFormat;
  readonly matches: (bytes: HeaderReader) => boolean;
  readonly header: (bytes: HeaderReader) => ImageHeader;
}

/** DIB header sizes in use; "BM" alone is too short to tell a bitmap from text. */
const BMP_HEADER_SIZES = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

const RULES: readonly FormatRule[] = [
  { format: 'png', matches: (bytes) => bytes.has(0, '\x89PNG\r\n\x1a\n'), header: pngHeader },
  { format: 'jpeg', matches: (bytes) => bytes.has(0, '\xff\xd8\xff'), header: jpegHeader },
  { format: 'gif', matches: (bytes) => bytes.has(0, 'GIF87a') || bytes.has(0, 'GIF89a'), header: gifHeader },
  { format: 'webp', matches: (bytes) => bytes.has(0, 'RIFF') && bytes.has(8, 'WEBP'), header: webpHeader },
  { format: 'tiff', matches: isTiff, header: (bytes) => tiffHeader(bytes, 0) },
  { format: 'bmp', matches: isBmp, header: bmpHeader },
];

/**
 * Tells an image's format and size from its bytes without decoding it; never throws. Looks at headers only, so the
 * pixels may still be damaged. The whole file may be given, or its beginning: 64 KiB suffice except for JPEGs with
 * large metadata and for TIFFs, whose directory may stand anywhere (a beginning that is too short gives `broken`).
 */
export function sniffImage(bytes: Uint8Array): SniffedImage {
  const reader = new HeaderReader(bytes);
  const rule = RULES.find((candidate) => candidate.matches(reader));
  if (rule === undefined) {
    const other = otherKindOf(bytes);
    return other === undefined ? { kind: 'unknown' } : { kind: 'other', format: other };
  }
  try {
    return { kind: 'image', format: rule.format, ...checkedSize(rule.header(reader)) };
  } catch (error) {
    if (!(error instanceof BrokenHeaderError)) throw error;
    return { kind: 'broken', format: rule.format, reason: error.message };
  }
}

function checkedSize(header: ImageHeader): ImageHeader {
  if (header.width < 1 || header.height < 1) {
    throw new BrokenHeaderError(`the header states a size of ${header.width} × ${header.height} pixels`);
  }
  return header;
}

function isTiff(bytes: HeaderReader): boolean {
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => bytes.has(0, magic));
}

function isBmp(bytes: HeaderReader): boolean {
  return bytes.has(0, 'BM') && bytes.length >= 18 && BMP_HEADER_SIZES.has(bytes.number(14, 4, true));
}
