export type Point = readonly [x: number, y: number];

/** A rectangle at any angle. `(ux, uy)` is the unit vector along its width and points right, within 45° of level. */
export interface Rectangle {
  readonly cx: number;
  readonly cy: number;
  readonly w: number;
  readonly h: number;
  readonly ux: number;
  readonly uy: number;
}

/** The smallest rectangle around the points: one of its sides lies on an edge of their convex hull. */
export function minAreaRectangle(points: readonly Point[]): Rectangle {
  const hull = convexHull(points);
  let best = rectangleAlong(hull, 1, 0);
  hull.forEach(([ax, ay], index) => {
    const [bx, by] = hull[(index + 1) % hull.length] ?? [ax, ay];
    const length = Math.hypot(bx - ax, by - ay);
    if (length === 0) return;
    const rectangle = rectangleAlong(hull, (bx - ax) / length, (by - ay) / length);
    if (rectangle.w * rectangle.h < best.w * best.h) best = rectangle;
  });
  return levelled(best);
}

/** Andrew's monotone chain. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

function halfHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (turnsInward(hull, point)) hull.pop();
    hull.push(point);
  }
  return hull.length > 1 ? hull.slice(0, -1) : hull;
}

function turnsInward(hull: readonly Point[], next: Point): boolean {
  const from = hull.at(-2);
  const via = hull.at(-1);
  if (from === undefined || via === undefined) return false;
  return (via[0] - from[0]) * (next[1] - from[1]) - (via[1] - from[1]) * (next[0] - from[0]) <= 0;
}

function rectangleAlong(hull: readonly Point[], ux: number, uy: number): Rectangle {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of hull) {
    const along = x * ux + y * uy;
    const across = y * ux - x * uy;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const along = (left + right) / 2;
  const across = (top + bottom) / 2;
  return { cx: along * ux - across * uy, cy: along * uy + across * ux, w: right - left, h: bottom - top, ux, uy };
}

/** The same rectangle named so that its width runs within 45° of level, to the right. */
function levelled(rectangle: Rectangle): Rectangle {
  const { cx, cy, w, h, ux, uy } = rectangle;
  const steep = Math.abs(uy) > Math.abs(ux);
  const [vx, vy] = steep ? [uy, -ux] : [ux, uy];
  const sign = vx < 0 ? -1 : 1;
  return { cx, cy, w: steep ? h : w, h: steep ? w : h, ux: vx * sign, uy: vy * sign };
}
