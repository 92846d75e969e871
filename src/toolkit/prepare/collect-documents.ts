import { DataError } from '../errors.ts';
import { findReservedStrings } from '../lib/reserved-strings.ts';
import type { DatasetDocument, LabelledDocument } from '../model/dataset.ts';
import type { Task } from '../model/task.ts';
import type { ReadyImage } from './image-journal.ts';
import { nearestName } from './labels/fold-label.ts';
import type { PreparePlan } from './prepare-options.ts';
import type { SkippedDocument } from './sources/source.ts';
import { assignSplits } from './split.ts';

/** A document whose image is ready, before it has a split. */
export type ReadyDocument = Omit<DatasetDocument, 'split'>;

export function readyDocument(document: LabelledDocument, ready: ReadyImage): ReadyDocument {
  const { kind: _, note: __, ...image } = ready;
  const { id, label, group } = document;
  return { id, ...image, label, ...(group === undefined ? {} : { group }) };
}

/** Why a label cannot be trained on, or undefined. */
export function checkLabel(document: LabelledDocument, task: Task): SkippedDocument | undefined {
  const { id, label } = document;
  if (task.kind === 'classification' && !task.classes.some((one) => one.name === label)) {
    const names = task.classes.map((one) => one.name);
    const meant = nearestName(label, names);
    const hint = meant === undefined ? '' : `, which is probably ${JSON.stringify(meant)}`;
    return {
      id,
      code: 'label-outside-classes',
      message: `Expected one of the classes ${names.join(', ')}, but the label is ${JSON.stringify(label)}${hint}.`,
    };
  }
  const [reserved] = findReservedStrings(label).filter((use) => use.exact);
  if (reserved === undefined) return undefined;
  return {
    id,
    code: 'label-reserved-string',
    message: `Expected a label without reserved strings, but it contains ${JSON.stringify(reserved.text)}.`,
  };
}

/** Code of documents that are left out because their image is in the data set already. */
const DUPLICATE = 'duplicate-image';

/** Leaves out repeated images: all but the first when the labels agree, every one when they do not, since nobody can tell which is right. */
export function leaveOutCopies<Document extends Pick<ReadyDocument, 'id' | 'label' | 'sha256'>>(
  documents: readonly Document[],
): {
  readonly documents: readonly Document[];
  readonly skipped: readonly SkippedDocument[];
} {
  const copies = new Map<string, [Document, ...Document[]]>();
  for (const document of documents) {
    const known = copies.get(document.sha256);
    if (known === undefined) copies.set(document.sha256, [document]);
    else known.push(document);
  }
  const kept: Document[] = [];
  const skipped: SkippedDocument[] = [];
  for (const [first, ...others] of copies.values()) {
    const conflict = others.find((other) => other.label !== first.label);
    if (conflict === undefined) {
      kept.push(first);
      skipped.push(
        ...others.map(({ id }) => ({ id, code: DUPLICATE, message: `The image is the same as that of ${first.id}.` })),
      );
    } else {
      const labels = `${first.id} says ${JSON.stringify(first.label)}, ${conflict.id} says ${JSON.stringify(conflict.label)}`;
      const message = `The same image has different labels: ${labels}. Keep the right one.`;
      skipped.push(...[first, ...others].map(({ id }) => ({ id, code: 'conflicting-labels', message })));
    }
  }
  return { documents: kept, skipped };
}

/**
 * @throws DataError `no-documents`, `too-many-skipped`
 */
export function checkEnoughUsable(usable: number, skipped: readonly SkippedDocument[], maxShare: number): void {
  const lost = skipped.filter((one) => one.code !== DUPLICATE);
  const total = usable + lost.length;
  if (usable > 0 && lost.length / total <= maxShare) return;
  const reasons = reasonCounts(lost);
  if (usable === 0) {
    throw new DataError('no-documents', `Expected labelled documents, but none of ${total} can be used${reasons}.`, {
      remedy:
        total === 0
          ? 'Check the source: class folders with images, or a CSV file beside its images.'
          : 'Look at the skipped documents.',
    });
  }
  throw new DataError(
    'too-many-skipped',
    `Expected at most ${percent(maxShare)} of the documents to be unusable, but ${lost.length} of ${total} are${reasons}.`,
    {
      remedy: 'Repair them, or allow a larger share to be skipped.',
    },
  );
}

function reasonCounts(skipped: readonly SkippedDocument[]): string {
  const examples = new Map<string, { count: number; readonly example: SkippedDocument }>();
  for (const one of skipped) {
    const known = examples.get(one.code);
    if (known === undefined) examples.set(one.code, { count: 1, example: one });
    else known.count += 1;
  }
  const parts = [...examples].map(
    ([code, { count, example }]) => `${count} ${code}, such as ${example.id}: ${example.message.replace(/\.$/, '')}`,
  );
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** Gives each document its split; classes are spread evenly. */
export function splitAll<Document extends Pick<LabelledDocument, 'id' | 'label' | 'group'>>(
  documents: readonly Document[],
  plan: Pick<PreparePlan, 'task' | 'seed' | 'split'>,
): (Document & Pick<DatasetDocument, 'split'>)[] {
  const candidates = documents.map(({ id, label, group }) => ({
    id,
    stratum: plan.task.kind === 'classification' ? label : '',
    ...(group === undefined ? {} : { group }),
  }));
  const splits = assignSplits(candidates, { seed: plan.seed, ...plan.split });
  return documents.map((document) => ({ ...document, split: splits.get(document.id) ?? 'train' }));
}
