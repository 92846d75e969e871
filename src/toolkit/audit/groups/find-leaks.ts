import type { SplitName } from '../../model/dataset.ts';
import type { AuditFinding } from '../audit-report.ts';

/** A document with the split it is in. */
export interface SplitDocument {
  /** Unique over all splits. */
  readonly id: string;
  readonly split: SplitName;
}

/** What is shared between splits. */
export interface LeakReport {
  /** Documents that were looked at. */
  readonly documents: number;
  /** One for each document outside of training that shows what another split shows; both are named. */
  readonly findings: readonly AuditFinding[];
  /** Ids of documents that show one paper or one image; only groups of two and more. */
  readonly groups: readonly (readonly string[])[];
  /** Test documents of which training has no copy and no other photo; scores on these alone can be trusted. */
  readonly cleanTest: readonly string[];
  /** Ids of documents that could not be read: nothing is known of them. */
  readonly unreadable: readonly string[];
}

/** A document leaks into what was learned from before it leaks into what was chosen by. */
const ORDER: readonly SplitName[] = ['train', 'validation', 'test'];

/**
 * Finds documents of one group in several splits. Pure.
 * @param groups indexes of documents that go together
 * @param unreadable ids of documents that nobody could look at
 */
export function findLeaks(
  documents: readonly SplitDocument[],
  groups: readonly (readonly number[])[],
  unreadable: readonly string[] = [],
): LeakReport {
  const members = groups.map((group) => group.flatMap((index) => documents[index] ?? []));
  const learned = members.filter((group) => group.some(({ split }) => split === 'train')).flat();
  const notClean = new Set([...unreadable, ...learned.map(({ id }) => id)]);
  return {
    documents: documents.length,
    findings: members.flatMap(leaksOf),
    groups: members.map((group) => group.map(({ id }) => id)),
    cleanTest: documents.filter(({ id, split }) => split === 'test' && !notClean.has(id)).map(({ id }) => id),
    unreadable,
  };
}

function leaksOf(group: readonly SplitDocument[]): AuditFinding[] {
  const first = ORDER.find((split) => group.some((document) => document.split === split));
  const [known, ...more] = group.filter(({ split }) => split === first);
  if (known === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return group
    .filter(({ split }) => split !== first)
    .map(({ id, split }) => ({
      document: id,
      code: 'leak-across-splits',
      severity: 'error',
      message: `Expected a paper in one split only, but ${id} (${split}) shows the same as ${known.id}${others} (${first}).`,
      remedy: 'Split again with the groups (dataset prepare --groups), or take the document out of one split.',
    }));
}
