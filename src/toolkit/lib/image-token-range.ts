/** Fewest and most tokens that an image may take. */
export interface TokenRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Tokens of an image by its final pixels, as the Nova guide lists them; no formula is published. Between them we interpolate on the area.
 * Larger images take as many as the largest; smaller ones, such as strips, anything from their share of the smallest to all of it. https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html
 */
const TOKENS_BY_AREA: readonly (readonly [pixels: number, tokens: number])[] = [
  [900 * 450, 800],
  [900 * 900, 1300],
  [1400 * 900, 1800],
  [1800 * 900, 2400],
  [1300 * 1300, 2600],
];

/** Bounds for an image of unknown size: the ends of the list. */
export const ANY_IMAGE_TOKENS: TokenRange = { low: 800, high: 2600 };

/** Ratios of sides that the model knows, according to the same page. */
const RATIOS: readonly number[] = [1, 3 / 2, 2, 3, 4, 5, 6, 7, 8, 9];
/** The longer side is made at least this long, pixels. */
const LONGER_SIDE = 896;

/**
 * Estimates the tokens of an image of this size, pixels. The guide says in words how an image is fitted to one of several shapes first and then
 * lists tokens by size: one end of the range takes the image as it is, the other as fitted.
 */
export function imageTokenRange(width: number, height: number): TokenRange {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const ranges = [long * short, ...fittedAreas(long, short)].map(tokensOfArea);
  return { low: Math.min(...ranges.map(({ low }) => low)), high: Math.max(...ranges.map(({ high }) => high)) };
}

/** The longer side in whole pixels, rounded either way: the guide does not say which. */
function fittedAreas(long: number, short: number): readonly number[] {
  const distance = (ratio: number) => Math.abs(Math.log(long / short / ratio));
  const ratio = RATIOS.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const height = Math.max(short, Math.ceil(LONGER_SIDE / ratio));
  return [height * Math.floor(height * ratio), height * Math.ceil(height * ratio)];
}

function tokensOfArea(area: number): TokenRange {
  const above = TOKENS_BY_AREA.findIndex(([pixels]) => pixels >= area);
  const [upper, lower] = [TOKENS_BY_AREA[above], TOKENS_BY_AREA[above - 1]];
  if (upper === undefined) return exactly(TOKENS_BY_AREA.at(-1)?.[1] ?? 0);
  if (lower === undefined) return { low: Math.floor((upper[1] * area) / upper[0]), high: upper[1] };
  const tokens = lower[1] + ((area - lower[0]) / (upper[0] - lower[0])) * (upper[1] - lower[1]);
  return { low: Math.floor(tokens), high: Math.ceil(tokens) };
}

const exactly = (tokens: number): TokenRange => ({ low: tokens, high: tokens });
