/** Where a point of the sheet (points of 1/100 inch or the like) falls on the canvas (pixels). */
export interface Projection {
  /** The local matrix is the same everywhere, so glyph shapes can be used again. */
  readonly affine: boolean;
  point(x: number, y: number): readonly [number, number];
}

/** How a small shape at one place is turned, scaled and sheared: (u, v) becomes (a u + c v, b u + d v) pixels. */
export interface LocalMatrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** The sheet scaled and turned about its middle, which falls on the middle of the canvas. Angle in degrees. */
export function flatProjection(
  sheet: { readonly width: number; readonly height: number },
  canvas: { readonly width: number; readonly height: number },
  degrees: number,
): Projection {
  const scale = Math.min(canvas.width / sheet.width, canvas.height / sheet.height);
  const cos = Math.cos((degrees * Math.PI) / 180) * scale;
  const sin = Math.sin((degrees * Math.PI) / 180) * scale;
  return {
    affine: true,
    point: (x, y) => {
      const u = x - sheet.width / 2;
      const v = y - sheet.height / 2;
      return [canvas.width / 2 + cos * u - sin * v, canvas.height / 2 + sin * u + cos * v];
    },
  };
}

/** The local matrix at a point, by differences over one unit. */
export function localMatrix(projection: Projection, x: number, y: number, degrees = 0): LocalMatrix {
  const [x0, y0] = projection.point(x, y);
  const [xu, yu] = projection.point(x + 1, y);
  const [xv, yv] = projection.point(x, y + 1);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const [a, b, c, d] = [xu - x0, yu - y0, xv - x0, yv - y0];
  return { a: a * cos + c * sin, b: b * cos + d * sin, c: c * cos - a * sin, d: d * cos - b * sin };
}
