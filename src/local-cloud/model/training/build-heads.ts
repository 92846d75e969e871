import { fieldText } from '../answers/answer-form.ts';
import { SPAN_FEATURES } from '../features/span-features.ts';
import type { SpanHead } from '../heads/head.ts';
import { labelFeatureCount, textBitsFor } from '../heads/label-head.ts';
import { zeroLinear } from '../heads/linear.ts';
import { ZERO_SHOT_FEATURE } from '../heads/span-head.ts';
import type { CollectedGroup } from './example-collector.ts';
import { type HeadPlan, planHead } from './head-plan.ts';
import { type TrainableHead, TrainableLabelHead, TrainableSpanHead } from './trainable-head.ts';

/** Makes a group's heads, one per answer field, with weights that answer as the base model does. */
export function buildHeads(
  group: CollectedGroup,
  fields: readonly string[],
): { heads: TrainableHead[]; notes: string[] } {
  const notes: string[] = [];
  const heads = fields.flatMap((field) => {
    const tally = group.tallies.get(field);
    if (tally === undefined) return [];
    const plan = planHead(field, tally, group.classes);
    notes.push(plan.note);
    return [plan.kind === 'span' ? buildSpanHead(field, plan) : buildLabelHead(field, plan.kind, plan, group)];
  });
  return { heads, notes };
}

function buildLabelHead(
  field: string,
  kind: 'label' | 'nearest',
  { labels }: HeadPlan,
  group: CollectedGroup,
): TrainableHead {
  const standardisation = group.standardisation.result();
  const denseCount = standardisation.mean.length;
  const textBits = textBitsFor(labels.length, denseCount);
  const linear = zeroLinear(labelFeatureCount(textBits, denseCount), labels.length);
  return new TrainableLabelHead({ kind, field, labels, textBits, standardisation, linear }, group.classes);
}

function buildSpanHead(field: string, { known, isRawJson }: HeadPlan): TrainableHead {
  const linear = zeroLinear(SPAN_FEATURES, 1);
  linear.weights[ZERO_SHOT_FEATURE] = 1;
  const head: SpanHead = { kind: 'span', field, isRawJson, linear, known: spanKnown(known), repairs: false };
  return new TrainableSpanHead(head);
}

/** Known answers as texts on a page: without the mark of JSON numbers. */
function spanKnown(known: HeadPlan['known']): HeadPlan['known'] {
  return known.map(({ text, count }) => ({ text: fieldText(text), count }));
}
