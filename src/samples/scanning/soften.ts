/** A blur by (w, 1 - 2w, w) along rows, then columns, in place. @param strength w, 0 (none) to 1/3 (box of three). */
export function soften(data: Uint8Array, width: number, height: number, channels: number, strength: number): void {
  const side = Math.round(strength * 256);
  if (side === 0) return;
  const middle = 256 - 2 * side;
  const rowBytes = width * channels;
  blurAlong(data, height, rowBytes, width, channels, channels, side, middle);
  blurColumns(data, height, rowBytes, side, middle);
}

function blurAlong(
  data: Uint8Array,
  rows: number,
  rowBytes: number,
  count: number,
  step: number,
  lanes: number,
  side: number,
  middle: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let lane = 0; lane < lanes; lane++) {
      let at = row * rowBytes + lane;
      let before = data[at] ?? 0;
      let here = before;
      for (let i = 0; i < count; i++, at += step) {
        const after = i + 1 < count ? (data[at + step] ?? 0) : here;
        data[at] = (before * side + here * middle + after * side + 128) >> 8;
        before = here;
        here = after;
      }
    }
  }
}

/** Row by row, so that memory is read in order. */
function blurColumns(data: Uint8Array, rows: number, rowBytes: number, side: number, middle: number): void {
  let before = data.slice(0, rowBytes);
  let here = data.slice(0, rowBytes);
  for (let row = 0; row < rows; row++) {
    const start = row * rowBytes;
    const next = row + 1 < rows ? start + rowBytes : start;
    const after = data.slice(next, next + rowBytes);
    for (let i = 0; i < rowBytes; i++) {
      data[start + i] = ((before[i] ?? 0) * side + (here[i] ?? 0) * middle + (after[i] ?? 0) * side + 128) >> 8;
    }
    before = here;
    here = after;
  }
}
