/** Milliseconds. */
const UNITS = [86_400_000, 3_600_000, 60_000, 1000];

/** How {@link parseLengthOfTime} wants it, for schemas. */
export const LENGTH_OF_TIME = /^(?=\d)(\d+(?:\.\d+)?d)?(\d+(?:\.\d+)?h)?(\d+(?:\.\d+)?m)?(\d+s)?$/;

/** `2h`, `90m`, `1d12h` → milliseconds; undefined for anything else, and for no time at all. */
export function parseLengthOfTime(text: string): number | undefined {
  const parts = LENGTH_OF_TIME.exec(text.trim())?.slice(1);
  if (!parts) return undefined;
  const total = UNITS.reduce((sum, unit, index) => sum + Number.parseFloat(parts[index] ?? '0') * unit, 0);
  return total > 0 ? Math.round(total) : undefined;
}
