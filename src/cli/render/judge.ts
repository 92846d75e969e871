import type { JudgePlan, JudgeReport } from '../../toolkit/index.ts';
import { describeAgreement } from './label.ts';
import { describeShare } from './numbers.ts';
import { formatTable } from './table.ts';

/** Rows of disagreements; all of them are in the JSON. */
const MOST = 8;

/** What would be asked. */
export const describeJudgePlan = ({ documents, toAsk, tokens }: JudgePlan, cost: string): string =>
  `${documents} readable answers; ${toAsk} pairs of texts to ask about, ${tokens.input.low} to ${tokens.input.high} tokens in, ${tokens.output.low} to ${tokens.output.high} out; ${cost}`;

/** What the judge says, how far it agrees with the comparison of texts, and where not: nobody should trust it blindly. */
export function describeJudge(report: JudgeReport): string {
  const { modelId, same, unjudged, againstNormalized: table, agreement, disagreements, spent } = report;
  const rows = disagreements
    .slice(0, MOST)
    .map(({ document, truth, predicted, same: isSame }) => [
      document,
      truth,
      predicted,
      isSame ? 'same' : 'not the same',
    ]);
  return [
    `judge ${modelId}: ${same.total === 0 ? 'no judgements' : `same as the truth ${describeShare(same)}`}${unjudged > 0 ? `; ${unjudged} answers without a usable judgement` : ''}`,
    formatTable(
      ['texts ↓ judge →', 'same', 'not the same'],
      [
        ['equal after normalising', String(table.bothSame), String(table.onlyTextsEqual)],
        ['different', String(table.onlyJudgeSame), String(table.bothDifferent)],
      ],
    ),
    `judge and comparison of texts: ${describeAgreement(agreement).replace('no image has a label from both', 'nothing was judged')}`,
    `spent on judging: ${spent.calls} calls, ${spent.inputTokens} tokens in, ${spent.outputTokens} out`,
    ...(rows.length > 0 ? [formatTable(['they disagree', 'truth', 'answer', 'judge'], rows)] : []),
  ].join('\n');
}
