/** Opaque pixels, four bytes each; the fourth is not looked at. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Tags of a baseline TIFF image in ascending order; types 3 (16 bits) and 4 (32 bits). https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf §§ 3–6 */
const SHORT = 3;
const LONG = 4;
const TAGS = 10;
const HEADER_BYTES = 8;
/** Three 16-bit depths of RGB images follow the tags. */
const DEPTHS_BYTES = 6;
const DATA_AT = HEADER_BYTES + 2 + TAGS * 12 + 4 + DEPTHS_BYTES;

/** Uncompressed TIFF in RGB, or in grey when every pixel is. The same pixels give the same bytes. */
export function rawTiff({ width, height, rgba }: Pixels): Uint8Array {
  const channels = isGrey(rgba) ? 1 : 3;
  const size = width * height * channels;
  const file = Buffer.alloc(DATA_AT + size);
  file.write('II', 'latin1');
  file.writeUInt16LE(42, 2);
  file.writeUInt32LE(HEADER_BYTES, 4);
  file.writeUInt16LE(TAGS, HEADER_BYTES);
  const depthsAt = DATA_AT - DEPTHS_BYTES;
  const tags = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, channels, channels === 1 ? 8 : depthsAt], // bits of each channel
    [259, SHORT, 1, 1], // no compression
    [262, SHORT, 1, channels === 1 ? 1 : 2], // 0 is black, or RGB
    [273, LONG, 1, DATA_AT],
    [274, SHORT, 1, 1], // upright
    [277, SHORT, 1, channels],
    [278, LONG, 1, height], // one strip
    [279, LONG, 1, size],
  ] as const;
  for (const [index, [tag, type, count, value]] of tags.entries()) {
    const at = HEADER_BYTES + 2 + index * 12;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    file.writeUInt32LE(value, at + 8);
  }
  for (let channel = 0; channel < 3; channel++) file.writeUInt16LE(8, depthsAt + channel * 2);
  copyPixels(rgba, channels, file.subarray(DATA_AT));
  return file;
}

function isGrey(rgba: Uint8Array): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return false;
  }
  return true;
}

function copyPixels(rgba: Uint8Array, channels: 1 | 3, target: Uint8Array): void {
  let at = 0;
  for (let pixel = 0; pixel < rgba.length; pixel += 4) {
    for (let channel = 0; channel < channels; channel++) target[at++] = rgba[pixel + channel] ?? 0;
  }
}
