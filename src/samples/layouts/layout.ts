import type { Page } from '../drawing/page.ts';

/** How pages of one class are laid out. */
export interface DocumentLayout {
  /** Our own one-line description of the class. */
  readonly description: string;
  /** Share of pages that are wider than high, 0 to 1. */
  readonly landscape: number;
  draw(page: Page): void;
}
