/**
 * Tokens of an image by its final pixels, as the Nova guide lists them; no formula is published.
 * https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html
 */
const TOKENS_BY_PIXELS: readonly (readonly [pixels: number, tokens: number])[] = [
  [900 * 450, 800],
  [900 * 900, 1300],
  [1400 * 900, 1800],
  [1800 * 900, 2400],
  [1300 * 1300, 2600],
];

export const FEWEST_IMAGE_TOKENS = 800;
export const MOST_IMAGE_TOKENS = 2600;
/** Taken for images of unknown size. */
export const USUAL_IMAGE_TOKENS = 1300;

/** Estimate for an image of this size: interpolated on the area, the ends of the published list are the bounds. */
export function estimateImageTokens(width: number, height: number): number {
  const area = width * height;
  const next = TOKENS_BY_PIXELS.findIndex(([pixels]) => pixels >= area);
  const [upper, lower] = [TOKENS_BY_PIXELS[next], TOKENS_BY_PIXELS[next - 1]];
  if (upper === undefined) return TOKENS_BY_PIXELS.at(-1)?.[1] ?? USUAL_IMAGE_TOKENS;
  if (lower === undefined) return FEWEST_IMAGE_TOKENS;
  return Math.round(lower[1] + ((area - lower[0]) / (upper[0] - lower[0])) * (upper[1] - lower[1]));
}
