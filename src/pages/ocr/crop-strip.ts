import type { Raster } from '../image/raster.ts';
import type { Rectangle } from './min-area-rectangle.ts';
import { STRIP_HEIGHT, type Strip } from './reading-budget.ts';

/**
 * Cuts a strip out of the page, level, by bilinear sampling: planes blue, green, red of values −1 to 1,
 * as the recogniser was trained. Columns after the end of the text stay 0.
 */
export function cropStrip(page: Raster, strip: Strip): Float32Array {
  const { area, columns } = strip;
  const planes = new Float32Array(3 * STRIP_HEIGHT * columns);
  const textColumns = Math.min(columns, Math.max(1, Math.round((STRIP_HEIGHT * area.w) / area.h)));
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    cropRow(page, area, row, textColumns, planes, columns);
  }
  return planes;
}

function cropRow(
  page: Raster,
  area: Rectangle,
  row: number,
  textColumns: number,
  planes: Float32Array,
  columns: number,
): void {
  const { data, width, height } = page;
  const across = ((row + 0.5) / STRIP_HEIGHT - 0.5) * area.h;
  const stride = width * 3;
  const plane = STRIP_HEIGHT * columns;
  for (let column = 0; column < textColumns; column++) {
    const along = ((column + 0.5) / textColumns - 0.5) * area.w;
    const x = clamp(area.cx + along * area.ux - across * area.uy - 0.5, width - 1);
    const y = clamp(area.cy + along * area.uy + across * area.ux - 0.5, height - 1);
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = x - left;
    const fy = y - top;
    const upper = top * stride + left * 3;
    const right = left + 1 < width ? 3 : 0;
    const lower = upper + (top + 1 < height ? stride : 0);
    const target = row * columns + column;
    for (let channel = 0; channel < 3; channel++) {
      const above = (data[upper + channel] ?? 0) * (1 - fx) + (data[upper + right + channel] ?? 0) * fx;
      const below = (data[lower + channel] ?? 0) * (1 - fx) + (data[lower + right + channel] ?? 0) * fx;
      planes[target + (2 - channel) * plane] = (above * (1 - fy) + below * fy) / 127.5 - 1;
    }
  }
}

function clamp(value: number, max: number): number {
  return value < 0 ? 0 : value > max ? max : value;
}
