import type { AuditFinding, AuditReport } from './audit-report.ts';
import { WHOLE_SET } from './audit-report.ts';
import { hashLabels } from './hash-labels.ts';
import type { AuditContext } from './rule.ts';

const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * Orders findings, chooses one proposal per document and counts.
 * @param skipped findings about documents that are not in the context
 */
export function makeReport(
  findings: readonly AuditFinding[],
  { documents, groups }: AuditContext,
  skipped: readonly AuditFinding[],
): AuditReport {
  const labels = new Map(documents.map(({ id, label }) => [id, label]));
  const ids = [WHOLE_SET, ...labels.keys(), ...skipped.map(({ document }) => document)];
  const place = new Map(ids.map((id, index) => [id, index] as const).toReversed());
  const ordered = findings.toSorted(
    (a, b) => (place.get(a.document) ?? 0) - (place.get(b.document) ?? 0) || RANK[a.severity] - RANK[b.severity],
  );
  const flagged = documentsWith(ordered, ({ severity }) => severity !== 'info');
  const count = place.size - 1;
  return {
    documents: count,
    findings: ordered,
    groups: groups.map((group) => group.map(({ id }) => id)),
    labelsHash: hashLabels(documents),
    proposals: proposals(ordered, labels),
    summary: {
      flagged: flagged.size,
      flaggedShare: count === 0 ? 0 : flagged.size / count,
      withErrors: documentsWith(ordered, ({ severity }) => severity === 'error').size,
      pagesRead: documents.filter(({ page }) => page !== undefined).length,
      byCode: countByCode(ordered),
    },
  };
}

function documentsWith(findings: readonly AuditFinding[], matches: (finding: AuditFinding) => boolean): Set<string> {
  return new Set(
    findings.filter((finding) => finding.document !== WHOLE_SET && matches(finding)).map(({ document }) => document),
  );
}

/** The proposal of a document's worst finding that has one. */
function proposals(findings: readonly AuditFinding[], labels: ReadonlyMap<string, string>): AuditReport['proposals'] {
  const chosen = new Map<string, string>();
  for (const { document, proposed } of findings) {
    if (proposed !== undefined && !chosen.has(document)) chosen.set(document, proposed);
  }
  return [...chosen].flatMap(([document, proposed]) => {
    const label = labels.get(document);
    return label === undefined || label === proposed ? [] : [{ document, label, proposed }];
  });
}

function countByCode(findings: readonly AuditFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  for (const { document, code } of findings) {
    const key = `${code}\n${document}`;
    if (!seen.has(key)) counts[code] = (counts[code] ?? 0) + 1;
    seen.add(key);
  }
  return counts;
}
