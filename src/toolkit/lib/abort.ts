/** What every long-running step takes besides its input and options. */
export interface Abortable {
  /** Ends the work at the next safe point; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}
