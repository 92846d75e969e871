import { DataError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { checkLabels } from './labels/check-labels.ts';
import { type LabelMapping, mapLabel } from './labels/label-mapping.ts';
import type { PrepareEvent } from './prepare-event.ts';
import type { PreparePlan } from './prepare-options.ts';
import type { DocumentItem, DocumentSource } from './sources/source.ts';

export interface ListedDocuments {
  /** Labels are mapped. */
  readonly items: readonly DocumentItem[];
  readonly findings: readonly Finding[];
}

/**
 * Reads what the source has, maps labels to classes and checks them against the class list and the source's own names.
 * Memory: some 300 bytes a document.
 * @throws DataError `label-map-conflict`
 */
export async function* listDocuments(
  source: DocumentSource,
  plan: Pick<PreparePlan, 'task' | 'labelMapping'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<PrepareEvent, ListedDocuments, undefined> {
  const ownNames = (await source.classNames?.(signal)) ?? [];
  // A wrong mapping is said before a long read of the source.
  const check = { task: plan.task, mapping: plan.labelMapping, ownNames, source: source.location };
  refuseConflicts(checkLabels({ ...check, labels: new Map() }));
  const items: DocumentItem[] = [];
  const labels = new Map<string, number>();
  for await (const item of source.documents(signal)) {
    if (item.kind === 'note') {
      yield { type: 'source-note', note: item.note };
      continue;
    }
    const mapped = mapItem(item, plan.labelMapping, ownNames);
    items.push(mapped);
    if (mapped.kind === 'document') labels.set(mapped.document.label, (labels.get(mapped.document.label) ?? 0) + 1);
  }
  const findings = checkLabels({ ...check, labels });
  for (const finding of findings) yield { type: 'finding', finding };
  return { items, findings };
}

function mapItem(item: DocumentItem, mapping: LabelMapping, ownNames: readonly string[]): DocumentItem {
  if (item.kind === 'skipped') return item;
  const label = mapLabel(item.document.label, mapping, ownNames);
  return label === item.document.label ? item : { kind: 'document', document: { ...item.document, label } };
}

/** Examples of one kind of conflict that a message names. */
const MOST_NAMED = 3;

function refuseConflicts(findings: readonly Finding[]): void {
  const conflicts = findings.filter(({ severity }) => severity === 'error');
  const [first] = conflicts;
  if (first === undefined) return;
  const more = conflicts.length > MOST_NAMED ? ` And ${conflicts.length - MOST_NAMED} more.` : '';
  const named = conflicts.slice(0, MOST_NAMED).map(({ message }) => message);
  throw new DataError('label-map-conflict', `${named.join(' ')}${more}`, { remedy: first.remedy });
}
