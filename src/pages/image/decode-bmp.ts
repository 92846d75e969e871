import { UnreadableImageError } from '../unreadable-image-error.ts';
import type { Raster } from './raster.ts';

const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/** How the pixels of a bitmap lie in the file. */
interface BmpPlan {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly pixelsAt: number;
  /** Bytes a row, padded to four. */
  readonly stride: number;
  /** Red, green and blue of each colour number, for up to 8 bits a pixel. */
  readonly palette: readonly (readonly [number, number, number])[];
  /** Bit masks of red, green and blue, for 16 and 32 bits a pixel. */
  readonly masks: readonly [number, number, number];
}

/**
 * Decodes an uncompressed Windows bitmap (1, 4, 8, 16, 24 or 32 bits a pixel); libvips as shipped with sharp has no
 * reader for them. Alpha is ignored, as most programs do.
 * @throws {UnreadableImageError} when it is truncated or compressed
 */
export function decodeBmp(bytes: Uint8Array): Raster {
  const plan = planBmp(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { width, height } = plan;
  const data = new Uint8Array(width * height * 3);
  const view = new DataView(bytes.buffer, bytes.byteOffset + plan.pixelsAt, plan.stride * height);
  for (let y = 0; y < height; y++) {
    const row = (plan.topDown ? y : height - 1 - y) * plan.stride;
    for (let x = 0; x < width; x++) data.set(pixelAt(view, row, x, plan), (y * width + x) * 3);
  }
  return { data, width, height, channels: 3 };
}

function planBmp(view: DataView): BmpPlan {
  if (view.byteLength < 30) throw truncated(30, view.byteLength);
  const headerSize = view.getUint32(14, true);
  const isOld = headerSize === 12;
  const rawHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const pixelsAt = view.getUint32(10, true);
  const height = Math.abs(rawHeight);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const end = pixelsAt + stride * height;
  if (end > view.byteLength || pixelsAt < 14 + headerSize) throw truncated(end, view.byteLength);
  const compression = isOld ? 0 : view.getUint32(30, true);
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if ((compression !== 0 && !hasMasks) || ![1, 4, 8, 16, 24, 32].includes(bits)) {
    throw new UnreadableImageError(
      `Cannot read the bitmap: compression ${compression} with ${bits} bits a pixel is not supported; save it as PNG.`,
    );
  }
  const palette = bits <= 8 ? readPalette(view, 14 + headerSize, pixelsAt, isOld ? 3 : 4) : [];
  return {
    width,
    height,
    topDown: rawHeight < 0,
    bits,
    pixelsAt,
    stride,
    palette,
    masks: readMasks(view, bits, hasMasks),
  };
}

function truncated(expected: number, found: number): UnreadableImageError {
  return new UnreadableImageError(`Cannot read the bitmap: it is truncated (${found} of at least ${expected} bytes).`);
}

function readPalette(view: DataView, from: number, to: number, entrySize: number): [number, number, number][] {
  const palette: [number, number, number][] = [];
  for (let at = from; at + entrySize <= to && palette.length < 256; at += entrySize) {
    palette.push([view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)]);
  }
  return palette;
}

function readMasks(view: DataView, bits: number, hasMasks: boolean): [number, number, number] {
  if (hasMasks && view.byteLength >= 66) {
    return [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)];
  }
  return bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
}

function pixelAt(view: DataView, row: number, x: number, plan: BmpPlan): readonly [number, number, number] {
  const { bits, masks, palette } = plan;
  if (bits === 24) {
    const at = row + x * 3;
    return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)];
  }
  if (bits > 8) {
    const value = bits === 32 ? view.getUint32(row + x * 4, true) : view.getUint16(row + x * 2, true);
    return [masked(value, masks[0]), masked(value, masks[1]), masked(value, masks[2])];
  }
  const perByte = 8 / bits;
  const shift = bits * (perByte - 1 - (x % perByte));
  const index = (view.getUint8(row + Math.floor(x / perByte)) >> shift) & (2 ** bits - 1);
  return palette[index] ?? [0, 0, 0];
}

/** The bits under a mask, stretched to 0 to 255. */
function masked(value: number, mask: number): number {
  if (mask === 0) return 0;
  const lowest = (mask & -mask) >>> 0;
  return Math.round((((value & mask) >>> 0) / lowest / (mask / lowest)) * 255);
}
