/**
 * Tokens of an image for Nova. AWS publishes the steps and five sizes, not the formula (Nova guide, image understanding):
 * 1. the image takes the closest of the aspect ratios 1:1 to 1:9, 2:3, 2:4 and their transposes;
 * 2. it is rescaled, keeping that ratio, so that its longer side exceeds 896 pixels or its shorter side keeps its length;
 * 3. tokens follow from the size. Between the published sizes we interpolate on the area; above the largest we stay at it,
 *    because nothing larger is published and the model splits no image further.
 */
const RATIOS: readonly number[] = [1, 3 / 2, 2, 3, 4, 5, 6, 7, 8, 9];
/** Pixels. */
const LONGER_SIDE = 896;

/** Published sizes: 900×450, 900×900, 1400×900, 1800×900, 1300×1300. */
const PUBLISHED: readonly (readonly [area: number, tokens: number])[] = [
  [0, 0],
  [900 * 450, 800],
  [900 * 900, 1300],
  [1400 * 900, 1800],
  [1800 * 900, 2400],
  [1300 * 1300, 2600],
];

/**
 * @param width pixels, at least 1.
 * @param height pixels, at least 1.
 */
export function imageTokens(width: number, height: number): number {
  const { width: long, height: short } = rescaledSize(Math.max(width, height), Math.min(width, height));
  return tokensOfArea(long * short);
}

/** Size that the model works on. @param long longer side, pixels. */
export function rescaledSize(long: number, short: number): { readonly width: number; readonly height: number } {
  const ratio = closestRatio(long / short);
  const height = Math.max(short, Math.ceil(LONGER_SIDE / ratio));
  return { width: Math.round(height * ratio), height };
}

/** Closest by factor, so that 1:2 and 2:1 are treated alike. */
function closestRatio(ratio: number): number {
  const distance = (candidate: number) => Math.abs(Math.log(ratio / candidate));
  return RATIOS.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
}

function tokensOfArea(area: number): number {
  const above = PUBLISHED.findIndex(([size]) => size >= area);
  if (above <= 0) return above === 0 ? 0 : (PUBLISHED.at(-1)?.[1] ?? 0);
  const [lowArea, lowTokens] = PUBLISHED[above - 1] ?? [0, 0];
  const [highArea, highTokens] = PUBLISHED[above] ?? [1, 0];
  return Math.round(lowTokens + ((highTokens - lowTokens) * (area - lowArea)) / (highArea - lowArea));
}
