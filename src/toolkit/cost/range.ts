/** Least and most of something that is not known exactly; equal when it is. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const exactly = (value: number): Range => ({ low: value, high: value });

export const addRanges = (ranges: Iterable<Range>): Range => {
  let [low, high] = [0, 0];
  for (const range of ranges) {
    low += range.low;
    high += range.high;
  }
  return { low, high };
};

export const multiplyRanges = (left: Range, right: Range): Range => ({
  low: left.low * right.low,
  high: left.high * right.high,
});

export const scaleRange = (range: Range, factor: number): Range => multiplyRanges(range, exactly(factor));
