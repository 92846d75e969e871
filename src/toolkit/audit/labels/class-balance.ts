import { type AuditFinding, WHOLE_SET } from '../audit-report.ts';
import type { AuditRule } from '../rule.ts';

/** A class with this many times fewer documents than the largest is learned late or never. */
const IMBALANCE = 10;
/** Fewer documents than this cannot be split three ways and still be measured. */
const LEAST_PER_CLASS = 5;

/** Classes without documents, with very few, or with far fewer than the largest. */
export const classBalance: AuditRule = {
  codes: ['class-without-documents', 'class-small', 'class-imbalance'],
  *check({ documents, task }) {
    if (task?.kind !== 'classification' || documents.length === 0) return;
    const counts = new Map(task.classes.map(({ name }) => [name, 0]));
    for (const { label } of documents) {
      const count = counts.get(label);
      if (count !== undefined) counts.set(label, count + 1);
    }
    const largest = Math.max(...counts.values());
    for (const [name, count] of counts) {
      const finding = judge(name, count, largest);
      if (finding !== undefined) yield { document: WHOLE_SET, ...finding };
    }
  },
};

function judge(name: string, count: number, largest: number): Omit<AuditFinding, 'document'> | undefined {
  if (count === 0) {
    return {
      code: 'class-without-documents',
      severity: 'warning',
      message: `Expected documents of every class, got none of ${JSON.stringify(name)}.`,
      remedy: 'Add documents of it, or take the class out of the classes file.',
    };
  }
  if (largest >= IMBALANCE * count) {
    return {
      code: 'class-imbalance',
      severity: 'warning',
      message: `Expected classes of like size, got ${count} of ${JSON.stringify(name)} and ${largest} of the largest (more than ${IMBALANCE} to 1).`,
      remedy: 'Add documents of the small class, or take fewer of the large one (--samples-per-label).',
    };
  }
  if (count >= LEAST_PER_CLASS) return undefined;
  return {
    code: 'class-small',
    severity: 'info',
    message: `Expected at least ${LEAST_PER_CLASS} documents of ${JSON.stringify(name)}, got ${count}: too few to train on and to measure with.`,
    remedy: 'Add documents of it.',
  };
}
