/**
 * A number from 0 up to 1 that depends on seed, table and row alone and looks random (two rounds of the 32-bit finaliser of
 * MurmurHash3 for each half). Rows with the smallest ranks are a uniform sample.
 */
export function rowRank(seed: number, table: number, row: number): number {
  const base = mix(mix(mix(0x9e3779b9 ^ (seed % 2 ** 32)) + Math.floor(seed / 2 ** 32)) + table);
  const high = mix(base + row);
  const low = mix(high ^ mix(row ^ 0x85ebca6b));
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
