/** Extracts the glyph outlines the sample documents need; does nothing when they are up to date. */
export function buildTypefaces(root?: string): {
  readonly built: boolean;
  readonly faces: number;
  readonly folder: string;
};
