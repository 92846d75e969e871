/** Pixels in memory: `channels` bytes a pixel, row by row, no padding. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Loads sharp on first use: its native library costs 20 to 40 ms that a command without images need not pay. */
export async function loadSharp(): Promise<typeof import('sharp').default> {
  return (await import('sharp')).default;
}

/** Stretches a raster to exactly this size, as colours or as grey. */
export async function stretch(
  raster: Raster,
  width: number,
  height: number,
  colours: 'srgb' | 'grey' = 'srgb',
): Promise<Raster> {
  const sharp = await loadSharp();
  const { data, width: rawWidth, height: rawHeight, channels } = raster;
  const resized = sharp(data, { raw: { width: rawWidth, height: rawHeight, channels } }).resize(width, height, {
    fit: 'fill',
  });
  const pixels = await (colours === 'grey' ? resized.greyscale() : resized).raw().toBuffer();
  return { data: pixels, width, height, channels: colours === 'grey' ? 1 : 3 };
}
