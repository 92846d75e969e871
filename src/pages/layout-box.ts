/** A text line put upright, in the frame of the page's own text: the margins and the tilt of the photo are gone. */
export interface LayoutBox {
  /** Raw text as read. */
  readonly text: string;
  /** The text after NFKC: brackets, colons and digits in their plain form. */
  readonly folded: string;
  /** Mean character probability, 0 to 1. */
  readonly confidence: number;
  /** Left edge, 0 = leftmost text of the page, 1 = rightmost. */
  readonly x: number;
  /** Vertical centre, 0 = centre of the topmost line, 1 = of the lowest. */
  readonly y: number;
  /** Width as a fraction of the text frame's width. */
  readonly w: number;
  /** Height in median line heights. */
  readonly h: number;
  /** Index of the reading row. */
  readonly row: number;
}
