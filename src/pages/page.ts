/** The vocabulary of a page that has been read. Plain data: it is cached as JSON and crosses process borders. */

/**
 * One line of text as the reader saw it. Positions are fractions of the upright page, so they survive resizing.
 * The box of vertical text stands upright: higher than wide. Very long lines of dense pages are read from their
 * beginning only; their box is still the whole line's.
 */
export interface TextLine {
  /** Raw text, not normalised: full-width brackets stay full-width. */
  readonly text: string;
  /** Mean character probability, 0 to 1. */
  readonly confidence: number;
  /** Left edge of the unrotated box, as a fraction of the page width. */
  readonly x: number;
  /** Top edge of the unrotated box, as a fraction of the page height. */
  readonly y: number;
  /** Box length along its slope, as a fraction of the page width. */
  readonly w: number;
  /** Box height across its slope, as a fraction of the page height. */
  readonly h: number;
  /** Slope of the box, radians, within ±π/4, positive clockwise. */
  readonly angle: number;
}

/** What the page looks like, apart from its words. Every list has a fixed length for a given `Page.version`. */
export interface PageAppearance {
  /** Share of ink in an 18 × 24 grid, row by row. */
  readonly ink: readonly number[];
  /** Gradient directions: 6 × 8 cells of 6 orientations. */
  readonly gradients: readonly number[];
  /** Page statistics: ink, mid-tones, solid black, saturation, ruling lines, profile roughness, empty rows and columns. */
  readonly statistics: readonly number[];
  /** Mean text probability of the detector in a 9 × 12 grid, row by row. */
  readonly textMap: readonly number[];
}

/** A page that has been read once. */
export interface Page {
  /** Version of the reader and its models; pages of different versions are not comparable. */
  readonly version: string;
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  /** By the centres of their boxes, top to bottom; `layoutOf` finds the reading order. */
  readonly lines: readonly TextLine[];
  readonly appearance: PageAppearance;
}

/** Reads document images. The only members a consumer needs, so tests can answer with stored pages. */
export interface PageReader {
  /**
   * Reads one encoded image (png, jpeg, gif, webp, tiff, bmp); of several frames or pages the first.
   * The bytes must not change until the promise settles.
   * @throws {UnreadableImageError} when the bytes are no image or are truncated.
   */
  read(image: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<Page>;
  /** Ends the reader's worker processes. Idempotent. */
  close(): Promise<void>;
}
