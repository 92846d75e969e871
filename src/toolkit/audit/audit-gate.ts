import { InputError } from '../errors.ts';
import type { AuditReport } from './audit-report.ts';

export interface AuditGateOptions {
  /** Most documents that may be flagged, as a share of all, 0 to 1. Default 0.05. */
  readonly maxFlaggedShare?: number;
}

export interface AuditGateResult {
  readonly passed: boolean;
  readonly flagged: number;
  readonly documents: number;
  /** One sentence with both numbers and the limit. */
  readonly message: string;
}

/** One document in twenty: label noise beyond it costs accuracy that no hyperparameter wins back. */
export const DEFAULT_MAX_FLAGGED_SHARE = 0.05;

/**
 * Whether labels are good enough to spend money on.
 * @throws {InputError} `option-invalid` for a share outside 0 to 1.
 */
export function auditGate(
  report: AuditReport,
  { maxFlaggedShare = DEFAULT_MAX_FLAGGED_SHARE }: AuditGateOptions = {},
): AuditGateResult {
  if (!(maxFlaggedShare >= 0 && maxFlaggedShare <= 1)) {
    throw new InputError(
      'option-invalid',
      `Expected a share of flagged documents from 0 to 1, got ${maxFlaggedShare}.`,
    );
  }
  const { documents } = report;
  const { flagged, flaggedShare } = report.summary;
  const passed = flaggedShare <= maxFlaggedShare;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    passed,
    flagged,
    documents,
    message: `The audit flags ${flagged} of ${documents} labels (${percent(flaggedShare)}); ${percent(maxFlaggedShare)} are allowed.`,
  };
}
