/** Hashes are cut into so many parts of 8 bits; two that differ in fewer bits than there are parts are equal in one. */
const PARTS = 8;
const PART_DIGITS = 2;
/** Hashes compared through one part: the next ones that have it, in order of the whole hash. */
const WINDOW = 256;

/** Two images by index, and the bits in which their hashes differ. */
export interface NearPair {
  readonly a: number;
  readonly b: number;
  readonly bits: number;
}

/**
 * Pairs of hashes that differ in at most `most` bits. Equal hashes come as a chain, each with the next.
 * Time: at most 2,048 comparisons a hash; none is left out below some 60,000 hashes that are spread evenly.
 * @param hashes 16 hex digits each; undefined is near no other
 * @param most 0 to 7
 */
export function nearHashes(hashes: readonly (string | undefined)[], most: number): NearPair[] {
  const byHash = new Map<string, number[]>();
  hashes.forEach((hash, index) => {
    const known = hash === undefined ? undefined : byHash.get(hash);
    if (known !== undefined) known.push(index);
    else if (hash !== undefined) byHash.set(hash, [index]);
  });
  const pairs: NearPair[] = [];
  for (const same of byHash.values()) {
    same.slice(1).forEach((b, at) => {
      pairs.push({ a: same[at] ?? b, b, bits: 0 });
    });
  }
  for (const [one, other, bits] of nearDistinct([...byHash.keys()].sort(), most)) {
    const [a, b] = [byHash.get(one)?.[0], byHash.get(other)?.[0]];
    if (a !== undefined && b !== undefined) pairs.push({ a: Math.min(a, b), b: Math.max(a, b), bits });
  }
  return pairs;
}

type Distinct = readonly [one: string, other: string, bits: number];

function nearDistinct(hashes: readonly string[], most: number): Distinct[] {
  const found = new Map<string, Distinct>();
  for (let part = 0; part < PARTS; part++) {
    const buckets = new Map<string, string[]>();
    for (const hash of hashes) {
      const key = hash.slice(part * PART_DIGITS, (part + 1) * PART_DIGITS);
      const known = buckets.get(key);
      if (known === undefined) buckets.set(key, [hash]);
      else known.push(hash);
    }
    for (const bucket of buckets.values()) {
      for (const [one, other, bits] of nearInBucket(bucket, most)) found.set(`${one} ${other}`, [one, other, bits]);
    }
  }
  return [...found.values()];
}

function* nearInBucket(bucket: readonly string[], most: number): Generator<Distinct> {
  const words = bucket.map((hash) => [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)]);
  for (const [at, one] of bucket.entries()) {
    const [high = 0, low = 0] = words[at] ?? [];
    for (let next = at + 1; next < Math.min(bucket.length, at + 1 + WINDOW); next++) {
      const bits = differingBits(high, words[next]?.[0] ?? 0) + differingBits(low, words[next]?.[1] ?? 0);
      if (bits <= most) yield [one, bucket[next] ?? '', bits];
    }
  }
}

function differingBits(a: number, b: number): number {
  let word = (a ^ b) >>> 0;
  let count = 0;
  for (; word !== 0; word &= word - 1) count++;
  return count;
}
