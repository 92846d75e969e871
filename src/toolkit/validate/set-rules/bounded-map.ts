/** Entries kept by rules that compare records: twice the rows of the largest allowed data set, some 10 MB. Later records are not compared. */
export const MAX_REMEMBERED = 40_000;

/** Remembers the first value of each key, up to a bound. Returns the earlier value, if any. */
export function rememberFirst<Value>(memory: Map<string, Value>, key: string, value: Value): Value | undefined {
  const before = memory.get(key);
  if (before === undefined && memory.size < MAX_REMEMBERED) memory.set(key, value);
  return before;
}
