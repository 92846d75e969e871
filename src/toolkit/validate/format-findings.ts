import type { Finding, Severity } from '../model/finding.ts';

/** Findings as a compiler prints them, one line each: `train.jsonl:12 /messages/0/role error first-message: … → what to do`. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings.map((finding) => `${formatFinding(finding)}\n`).join('');
}

/** One line, without a line end. */
export function formatFinding({ file, line, pointer, severity, code, message, remedy }: Finding): string {
  const place = [line === undefined ? file : `${file}:${line}`, pointer].filter((part) => part !== undefined).join(' ');
  return `${place} ${severity} ${code}: ${message} → ${remedy}`;
}

/** Findings by severity. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
