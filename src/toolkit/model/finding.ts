export const SEVERITIES = ['error', 'warning', 'info'] as const;
/** `error`: the service refuses or the result is wrong; `warning`: likely a mistake or money lost; `info`: worth knowing. */
export type Severity = (typeof SEVERITIES)[number];

/** One problem found in data, as a value. Line and pointer say where in a JSON Lines file; both absent for whole-file findings. */
export interface Finding {
  /** Stable, kebab-case, e.g. `image-format-mismatch`. */
  readonly code: string;
  readonly severity: Severity;
  /** What was expected, for which name, what came instead. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Path or URI as the user gave it. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** JSON pointer (RFC 6901) inside the line's record, e.g. `/messages/0/content/1/image/format`. */
  readonly pointer?: string;
  /** Where the rule is documented. */
  readonly source?: string;
}
