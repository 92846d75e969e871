import { invalidArgument } from './errors.ts';

/**
 * Entries of one answer.
 * @param maximum also the default. @param name of the query parameter.
 */
export function pageLimit(wanted: number | undefined, maximum: number, name: string): number {
  const limit = wanted ?? maximum;
  if (!Number.isInteger(limit) || limit < 0) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, limit);
  }
  return Math.min(limit, maximum);
}

/** The number of the last part already listed; 0 for none. */
export function partMarker(marker: string | undefined): number {
  const number = Number(marker ?? 0);
  if (Number.isInteger(number) && number >= 0) return number;
  throw invalidArgument(
    'Provided part-number-marker not an integer or within integer range',
    'part-number-marker',
    marker,
  );
}

/** How keys are written into an answer: as they are, or percent-encoded as S3 does, which leaves slashes alone. */
export function keyEncoder(encoding: string | undefined): (key: string) => string {
  if (encoding === undefined) return (key) => key;
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return (key) =>
    encodeURIComponent(key)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+')
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
