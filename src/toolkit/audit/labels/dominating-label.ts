import { normalizeText } from '../../../pages/index.ts';
import { type AuditFinding, WHOLE_SET } from '../audit-report.ts';
import type { AuditedDocument, AuditRule } from '../rule.ts';

/** Below this a share says nothing. */
const LEAST_DOCUMENTS = 10;
/** A value read off pages that takes this share of all labels deserves a look. */
const LARGE_SHARE = 0.25;
/** So improbable when every value were as likely as the others: one in a million. */
const IMPROBABLE = 1e-6;

/**
 * One label on very many documents, for values that are read off the page: labelling by habit, or by the wrong field.
 * Binomial: how likely is a count this high if each of the set's values were equally likely?
 * Where pages were read it also tells how many of them say so in the wanted place.
 */
export const dominatingLabel: AuditRule = {
  codes: ['label-dominates'],
  *check({ documents, task }) {
    if (task?.kind === 'classification' || documents.length < LEAST_DOCUMENTS) return;
    const labels = new Map<string, AuditedDocument[]>();
    for (const document of documents) {
      const key = normalizeText(document.value);
      if (key !== '') labels.set(key, [...(labels.get(key) ?? []), document]);
    }
    const total = documents.length;
    for (const [key, members] of labels) {
      const count = members.length;
      if (labels.size < 2 || count < LARGE_SHARE * total) continue;
      const chance = binomialTail(count, total, 1 / labels.size);
      if (chance < IMPROBABLE) yield { document: WHOLE_SET, ...describe(key, members, documents, chance) };
    }
  },
};

function describe(
  key: string,
  members: readonly AuditedDocument[],
  documents: readonly AuditedDocument[],
  chance: number,
): Omit<AuditFinding, 'document'> {
  const backed = members.filter(({ reading }) => reading !== undefined && normalizeText(reading.text) === key).length;
  const read = members.filter(({ reading }) => reading !== undefined).length;
  const pages = read === 0 ? '' : ` The wanted field says so on ${backed} of their ${read} pages that were read.`;
  return {
    code: 'label-dominates',
    severity: 'warning',
    message: `Expected many values, got ${JSON.stringify(members[0]?.value)} on ${members.length} of ${documents.length} documents; by chance ${chance.toExponential(0)}.${pages}`,
    remedy: 'Look at some of them: is it the wanted field, and are there enough other values to learn from?',
  };
}

/** P(X ≥ count) for X ~ Binomial(total, p), summed in logarithms. */
export function binomialTail(count: number, total: number, p: number): number {
  let logTerm = total * Math.log1p(-p);
  let tail = count === 0 ? Math.exp(logTerm) : 0;
  for (let k = 1; k <= total; k++) {
    logTerm += Math.log(total - k + 1) - Math.log(k) + Math.log(p) - Math.log1p(-p);
    if (k >= count) tail += Math.exp(logTerm);
  }
  return Math.min(1, tail);
}
