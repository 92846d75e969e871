/** Four digits: enough for features, short in JSON, and equal where processors differ in the last bits. */
export function round(value: number): number {
  // "+ 0" turns −0, which JSON does not keep, into 0.
  return Math.round(value * 10_000) / 10_000 + 0;
}
