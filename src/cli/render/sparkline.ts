const BARS = '▁▂▃▄▅▆▇█';
/** Characters of the line. */
const WIDTH = 24;

/** Numbers as a line of small bars, lowest to highest; of many numbers the last in each of equal parts. Empty for fewer than two. */
export function sparkline(values: readonly number[], width = WIDTH): string {
  if (values.length < 2) return '';
  const shown = Math.min(width, values.length);
  const picked = Array.from(
    { length: shown },
    (_, index) => values[Math.ceil(((index + 1) * values.length) / shown) - 1] ?? 0,
  );
  const least = Math.min(...picked);
  const span = Math.max(...picked) - least;
  return picked
    .map((value) => BARS[span === 0 ? 0 : Math.round(((value - least) / span) * (BARS.length - 1))])
    .join('');
}
