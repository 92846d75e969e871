import type { Severity } from '../model/finding.ts';

/** One problem of one document's label, or of the whole set. */
export interface AuditFinding {
  /** Id of the document, or `*` for a finding about the whole set. */
  readonly document: string;
  /** Stable, kebab-case, documented in docs/errors.md. */
  readonly code: string;
  /** `error` and `warning` flag the document; `info` does not. */
  readonly severity: Severity;
  /** What was expected and what came instead. */
  readonly message: string;
  readonly remedy: string;
  /** A better label, when the page or the class list gives one. */
  readonly proposed?: string;
}

/** `AuditFinding.document` of findings about the whole set. */
export const WHOLE_SET = '*';

export interface AuditSummary {
  /** Documents with at least one error or warning, each counted once. */
  readonly flagged: number;
  /** `flagged` ÷ documents; 0 for an empty set. */
  readonly flaggedShare: number;
  /** Documents with at least one error. */
  readonly withErrors: number;
  /** Documents whose page was read. */
  readonly pagesRead: number;
  /** Documents that each code was found on. */
  readonly byCode: Readonly<Record<string, number>>;
}

/** What the label audit says about a set of documents. JSON; the artifact `audit.json`. */
export interface AuditReport {
  /** Documents that were audited. */
  readonly documents: number;
  /** By document in the order of the source, the worst first; findings about the whole set come first. */
  readonly findings: readonly AuditFinding[];
  /** Documents that show the same page; only groups of two and more. */
  readonly groups: readonly (readonly string[])[];
  /** sha256 over ids and labels, see `hashLabels`: tells whether the report still speaks of the labels at hand. */
  readonly labelsHash: string;
  /** One better label for each document that has one. */
  readonly proposals: readonly { readonly document: string; readonly label: string; readonly proposed: string }[];
  readonly summary: AuditSummary;
}
