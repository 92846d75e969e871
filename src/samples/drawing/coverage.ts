/** How much of each pixel a shape covers, 0 to 255; `left` and `top` place it on the canvas. */
export interface Coverage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** A closed polygon of points x0, y0, x1, y1, ... in pixels. */
export type Polygon = Float32Array;

/** Shapes larger than this many pixels are a mistake of the caller: 64 M covers 8000 x 8000. */
const MAX_PIXELS = 64_000_000;

/**
 * Anti-aliased coverage of polygons by exact signed areas (the method of Raph Levien's font-rs): each edge adds its
 * area to the pixels it crosses, and one running sum per row fills the inside. Counter-wound polygons make holes.
 */
export function coverageOf(polygons: readonly Polygon[]): Coverage | undefined {
  const bounds = boundsOf(polygons);
  if (!bounds) return undefined;
  const { left, top, width, height } = bounds;
  if (width * height > MAX_PIXELS) throw new Error(`A shape of ${width} x ${height} pixels is too large to draw.`);
  const stride = width + 2;
  const area = new Float32Array(stride * height + 2);
  for (const polygon of polygons) addPolygon(area, stride, polygon, left, top);
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += area[y * stride + x] ?? 0;
      const covered = Math.abs(sum) * 255 + 0.5;
      values[y * width + x] = covered > 255 ? 255 : covered;
    }
  }
  return { left, top, width, height, values };
}

function boundsOf(polygons: readonly Polygon[]) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygons) {
    for (let i = 0; i + 1 < polygon.length; i += 2) {
      const x = polygon[i] ?? 0;
      const y = polygon[i + 1] ?? 0;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  if (!(maxX >= minX && maxY >= minY)) return undefined;
  const left = Math.floor(minX);
  const top = Math.floor(minY);
  return { left, top, width: Math.max(1, Math.ceil(maxX) - left), height: Math.max(1, Math.ceil(maxY) - top) };
}

function addPolygon(area: Float32Array, stride: number, polygon: Polygon, left: number, top: number): void {
  const last = polygon.length - 2;
  let x0 = (polygon[last] ?? 0) - left;
  let y0 = (polygon[last + 1] ?? 0) - top;
  for (let i = 0; i <= last; i += 2) {
    const x1 = (polygon[i] ?? 0) - left;
    const y1 = (polygon[i + 1] ?? 0) - top;
    if (y0 < y1) addEdge(area, stride, x0, y0, x1, y1, 1);
    else if (y1 < y0) addEdge(area, stride, x1, y1, x0, y0, -1);
    x0 = x1;
    y0 = y1;
  }
}

/** An edge going down from (x0, y0) to (x1, y1). */
function addEdge(
  area: Float32Array,
  stride: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  sign: number,
): void {
  const slope = (x1 - x0) / (y1 - y0);
  const lastRow = Math.ceil(y1);
  let x = x0;
  for (let row = Math.floor(y0); row < lastRow; row++) {
    const dy = Math.min(row + 1, y1) - Math.max(row, y0);
    const nextX = x + slope * dy;
    addRow(area, row * stride, x < nextX ? x : nextX, x < nextX ? nextX : x, dy * sign);
    x = nextX;
  }
}

/** The part of an edge inside one pixel row: from `from` to `to` sideways, covering `height` of the row. */
function addRow(area: Float32Array, line: number, from: number, to: number, height: number): void {
  const first = Math.floor(from);
  const end = Math.ceil(to);
  const at = line + first;
  if (end <= first + 1) {
    const middle = (from + to) / 2 - first;
    area[at] = (area[at] ?? 0) + height * (1 - middle);
    area[at + 1] = (area[at + 1] ?? 0) + height * middle;
    return;
  }
  const perPixel = 1 / (to - from);
  // Cumulative covered area at each pixel boundary; the differences go to the pixels.
  let before = 0;
  for (let pixel = first; pixel < end; pixel++) {
    const inside = Math.min(to, pixel + 1) - Math.max(from, pixel);
    const done = Math.max(from, pixel) - from;
    const through = done * perPixel;
    const share = inside * perPixel;
    // What lies right of the edge within this pixel: full share for pixels passed, half of the way for this one.
    const entered = Math.max(from, pixel) - pixel;
    const covered = through + share * (1 - entered - inside / 2);
    area[line + pixel] = (area[line + pixel] ?? 0) + height * (covered - before);
    before = covered;
  }
  area[line + end] = (area[line + end] ?? 0) + height * (1 - before);
}
