export const CHECK_GROUPS = [
  'surroundings',
  'request',
  'model',
  'role',
  'data',
  'key',
  'quotas',
  'account',
  'machine',
] as const;
/** What a check is about, in the order of the report. */
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** `ok`; `warning`: it works, and will hurt; `error`: it will fail; `unknown`: could not be looked at, e.g. not permitted. */
export type DiagnosisStatus = 'ok' | 'warning' | 'error' | 'unknown';

/** What one check has to say about one thing. */
export interface Verdict {
  readonly status: DiagnosisStatus;
  /** Stable, kebab-case; `ok` when nothing is wrong. */
  readonly code: string;
  readonly message: string;
  /** What to do about it; absent when nothing has to be done. */
  readonly remedy?: string;
  /** What the service would answer, in its words. */
  readonly refusal?: string;
}

/** A verdict with the check it came from. */
export interface Diagnosis extends Verdict {
  /** Kebab-case name of the check. */
  readonly check: string;
  readonly group: CheckGroup;
  /** Where the rule is documented. */
  readonly source?: string;
}

interface Details {
  readonly remedy?: string;
  readonly refusal?: string;
}

export const ok = (message: string): Verdict => ({ status: 'ok', code: 'ok', message });
export const failure = (code: string, message: string, details: Details): Verdict => ({
  status: 'error',
  code,
  message,
  ...details,
});
export const warning = (code: string, message: string, details: Details = {}): Verdict => ({
  status: 'warning',
  code,
  message,
  ...details,
});
export const unknown = (code: string, message: string, details: Details = {}): Verdict => ({
  status: 'unknown',
  code,
  message,
  ...details,
});
