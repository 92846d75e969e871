import { normalizeText } from '../../../pages/index.ts';
import type { AuditedDocument, AuditRule } from '../rule.ts';
import { isSameValue, proposedFor, withProposal } from './propose.ts';

/** One page in two documents with two labels: at most one can be right. The label that the page itself backs is left alone. */
export const conflictingLabels: AuditRule = {
  codes: ['label-conflict'],
  *check({ groups }) {
    for (const group of groups) {
      const labels = new Map<string, AuditedDocument[]>();
      for (const document of group) {
        const key = normalizeText(document.value);
        labels.set(key, [...(labels.get(key) ?? []), document]);
      }
      if (labels.size < 2) continue;
      for (const document of group) {
        if (document.reading !== undefined && isSameValue(document.value, document.reading.text)) continue;
        const others = group.filter((other) => !isSameValue(other.value, document.value));
        const [first] = others;
        if (first === undefined) continue;
        yield {
          document: document.id,
          code: 'label-conflict',
          severity: 'error',
          message: `Expected one label for one page, got ${JSON.stringify(document.label)} here and ${JSON.stringify(first.label)} on ${first.id}${others.length > 1 ? `; ${others.length} documents of this page are labelled otherwise` : ', which shows the same page'}.`,
          remedy: 'Decide which label is right and give it to all of them.',
          ...withProposal(proposedFor(document) ?? majority(labels, document)),
        };
      }
    }
  },
};

/** The label that more than half of the group have, when it is not the document's own. */
function majority(
  labels: ReadonlyMap<string, readonly AuditedDocument[]>,
  document: AuditedDocument,
): string | undefined {
  const all = [...labels.values()];
  const count = all.reduce((sum, members) => sum + members.length, 0);
  const most = all.find((members) => members.length > count / 2);
  return most === undefined || most.includes(document) ? undefined : most[0]?.value;
}
