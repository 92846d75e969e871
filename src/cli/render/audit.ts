import { type AuditReport, WHOLE_SET } from '../../toolkit/index.ts';
import { formatTable } from './table.ts';
import { textWidth } from './text-width.ts';

/** Documents printed; beyond that they are counted. JSON and the review page have them all. */
const MOST_PRINTED = 200;
/** Columns of a cell; longer texts end in an ellipsis. */
const CELL = 44;

/**
 * The audit for people: findings about the set, a row per document that has any, the counts.
 * @param labels by document
 */
export function formatAudit(report: AuditReport, labels: ReadonlyMap<string, string>): string {
  const { findings, summary, documents } = report;
  const proposals = new Map(report.proposals.map(({ document, proposed }) => [document, proposed]));
  const codes = new Map<string, string[]>();
  for (const { document, code, severity } of findings) {
    if (document === WHOLE_SET || (severity === 'info' && codes.has(document))) continue;
    codes.set(document, [...(codes.get(document) ?? []), severity === 'info' ? `(${code})` : code]);
  }
  const rows = [...codes].map(([document, found]) => {
    return [document, cut(labels.get(document) ?? ''), cut(proposals.get(document) ?? ''), found.join(', ')];
  });
  const ofSet = findings.filter(({ document }) => document === WHOLE_SET);
  const counts = Object.entries(summary.byCode).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [
    ...ofSet.map(({ severity, code, message, remedy }) => `${severity} ${code}: ${message} ${remedy}`),
    ...(ofSet.length > 0 && rows.length > 0 ? [''] : []),
    ...(rows.length > 0
      ? [formatTable(['document', 'label', 'proposed', 'findings'], rows.slice(0, MOST_PRINTED)), '']
      : []),
    ...(rows.length > MOST_PRINTED
      ? [`… and ${rows.length - MOST_PRINTED} more documents; --json and --html have them all`, '']
      : []),
    ...(counts.length > 0 ? [counts.map(([code, count]) => `${code} ${count}`).join(' · ')] : []),
    `${documents} documents, ${summary.flagged} flagged (${(100 * summary.flaggedShare).toFixed(1)} %), ${summary.withErrors} with errors, ${report.groups.length} groups of documents that show one page`,
  ].join('\n');
}

function cut(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  if (textWidth(line) <= CELL) return line;
  let kept = '';
  for (const character of line) {
    if (textWidth(kept + character) > CELL - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
