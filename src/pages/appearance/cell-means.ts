interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** Mean of a field in each cell of a grid laid over it, row by row. Cells without a point are 0. */
export function cellMeans(field: Float32Array, width: number, height: number, grid: Grid): number[] {
  const sums = new Float64Array(grid.columns * grid.rows);
  const counts = new Uint32Array(grid.columns * grid.rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * grid.rows) / height) * grid.columns;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * grid.columns) / width);
      sums[cell] = (sums[cell] ?? 0) + (field[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}
