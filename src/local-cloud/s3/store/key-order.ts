const LAST_CODE_POINT = 0x10ffff;
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/** Compares keys as S3 does: by their UTF-8 bytes. JavaScript's `<` compares UTF-16 and differs above U+FFFF. */
export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The smallest key greater than `key`. */
export function keyAfter(key: string): string {
  return `${key}\u0000`;
}

/** The smallest key greater than every key that starts with `prefix`; undefined when there is none. */
export function keyAfterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? LAST_CODE_POINT;
    if (point < LAST_CODE_POINT) {
      const next = point === BEFORE_SURROGATES ? AFTER_SURROGATES : point + 1;
      return points.join('') + String.fromCodePoint(next);
    }
  }
  return undefined;
}
