import { type Finding, SEVERITIES } from '../../model/finding.ts';
import { clip } from './clip.ts';
import type { ReportDocument, ReportedFindings } from './report-document.ts';
import type { ReportedAudit } from './report-input.ts';

/** Findings that are shown in full. */
const MOST_EXAMPLES = 20;
const LONGEST = 400;

type Found = ReportedFindings['examples'][number];

/** Findings of validation: how many of each code, and the first ones. */
export const summarizeFindings = (findings: readonly Finding[]): ReportedFindings =>
  summarize(
    findings.map(({ code, severity, message, file, line }) => ({
      code,
      severity,
      message,
      place: line === undefined ? file : `${file}:${line}`,
    })),
  );

export function summarizeAudit({ documents, findings, summary }: ReportedAudit): NonNullable<ReportDocument['audit']> {
  const found = findings.map(({ document, code, severity, message, proposed }) => ({
    code,
    severity,
    message: proposed === undefined ? message : `${message} → ${proposed}`,
    place: document,
  }));
  return { ...summarize(found), documents, flagged: summary.flagged, pagesRead: summary.pagesRead };
}

function summarize(found: readonly Found[]): ReportedFindings {
  const counts = new Map<string, { code: string; severity: Found['severity']; count: number }>();
  for (const { code, severity } of found) {
    const key = `${severity} ${code}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { code, severity, count: 1 });
  }
  const rank = ({ severity }: Pick<Found, 'severity'>) => SEVERITIES.indexOf(severity);
  const examples = found.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_EXAMPLES);
  return {
    counts: [...counts.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count),
    examples: examples.map((one) => ({ ...one, message: clip(one.message, LONGEST), place: clip(one.place, LONGEST) })),
    leftOut: found.length - examples.length,
  };
}
