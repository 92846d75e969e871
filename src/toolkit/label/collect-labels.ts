import { normalizeText } from '../../pages/index.ts';
import { type Agreement, agreementOf } from '../lib/agreement.ts';
import type { Task } from '../model/task.ts';
import type { LabelJournal } from './label-journal.ts';
import type { LabelOptions, Opinion } from './labeller.ts';
import { isUsable, type LabelPlan, type PlannedDocument } from './plan-labels.ts';

/** One label that can be used. */
export interface LabelRow {
  readonly document: string;
  /** With two labellers: as the first spelt it. */
  readonly label: string;
  readonly modelId: string;
  /** Who agreed, and how it spelt the same label. */
  readonly second?: { readonly modelId: string; readonly label: string };
}

/** A document that a person has to decide. */
export interface Disagreement {
  readonly document: string;
  readonly first: string;
  readonly second: string;
}

/** A document without a label, and why. */
export interface UnlabelledRow {
  readonly document: string;
  /** Whose answer is missing; absent when the image cannot be read. */
  readonly opinion?: Opinion;
  readonly modelId?: string;
  readonly code: string;
  readonly message: string;
  /** What the model said instead of a label. */
  readonly answer?: string;
}

/** What a labelling run comes to. Every document is in exactly one of the three lists, in the order given. */
export interface LabelResult {
  readonly documents: number;
  readonly labels: readonly LabelRow[];
  readonly disagreements: readonly Disagreement[];
  readonly unlabelled: readonly UnlabelledRow[];
  /** Over the documents that both labelled; absent without a second labeller. */
  readonly agreement?: Agreement;
  /** Of all calls that are in the journal for these documents, earlier runs included. Equal images count once. */
  readonly spent: { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number };
}

type Journal = Pick<LabelJournal, 'get'>;

/** The state of the journal for these documents. */
export function collectLabels(plan: LabelPlan, options: LabelOptions, journal: Journal): LabelResult {
  const labels: LabelRow[] = [];
  const disagreements: Disagreement[] = [];
  const unlabelled: UnlabelledRow[] = [];
  const pairs: (readonly [string, string])[] = [];
  for (const planned of plan.documents) {
    const document = planned.document.id;
    if (!isUsable(planned)) {
      unlabelled.push({ document, code: planned.code, message: planned.message });
      continue;
    }
    const missing = missingOpinion(planned, options, journal);
    if (missing !== undefined) {
      unlabelled.push(missing);
      continue;
    }
    const [first = '', second] = labelsOf(planned, journal);
    if (second === undefined || options.second === undefined) {
      labels.push({ document, label: first, modelId: options.first.modelId });
      continue;
    }
    const pair = [compared(first, options.task), compared(second, options.task)] as const;
    pairs.push(pair);
    if (pair[0] !== pair[1]) disagreements.push({ document, first, second });
    else {
      const agreed = { modelId: options.second.modelId, label: second };
      labels.push({ document, label: first, modelId: options.first.modelId, second: agreed });
    }
  }
  return {
    documents: plan.documents.length,
    labels,
    disagreements,
    unlabelled,
    ...(options.second && { agreement: agreementOf(pairs) }),
    spent: spentOn(plan, journal),
  };
}

const labelsOf = (planned: PlannedDocument, journal: Journal) => [
  journal.get(planned.first)?.label,
  planned.second === undefined ? undefined : journal.get(planned.second)?.label,
];

/** Spelling of brackets, blanks and width does not make two readings of a page differ. */
const compared = (label: string, task: Task): string =>
  task.kind === 'classification' ? label : normalizeText(label) || label;

function missingOpinion(planned: PlannedDocument, options: LabelOptions, journal: Journal): UnlabelledRow | undefined {
  for (const opinion of ['first', 'second'] as const) {
    const [labeller, key] = [options[opinion], planned[opinion]];
    if (labeller === undefined || key === undefined) continue;
    const entry = journal.get(key);
    if (entry?.label !== undefined) continue;
    const error = entry?.error ?? { code: 'not-asked', message: 'The model has not been asked yet.' };
    return { document: planned.document.id, opinion, modelId: labeller.modelId, ...error };
  }
  return undefined;
}

function spentOn(plan: LabelPlan, journal: Journal): LabelResult['spent'] {
  const keys = new Set(plan.documents.filter(isUsable).flatMap(({ first, second }) => [first, second]));
  const spent = { calls: 0, inputTokens: 0, outputTokens: 0 };
  for (const key of keys) {
    const entry = key === undefined ? undefined : journal.get(key);
    spent.calls += entry?.calls ?? 0;
    spent.inputTokens += entry?.inputTokens ?? 0;
    spent.outputTokens += entry?.outputTokens ?? 0;
  }
  return spent;
}
