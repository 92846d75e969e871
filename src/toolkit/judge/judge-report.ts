import { type Agreement, agreementOf } from '../lib/agreement.ts';
import { proportion } from '../lib/wilson.ts';
import type { Outcome, Proportion } from '../model/scores.ts';

/** Where judge and comparison by characters do not agree. */
export interface JudgeDisagreement {
  readonly document: string;
  readonly truth: string;
  readonly predicted: string;
  /** What the judge says. */
  readonly same: boolean;
}

/** What a model says about the answers of another, and how far that can be trusted. */
export interface JudgeReport {
  readonly modelId: string;
  /** Documents whose answer is the same as the truth, by the judge. Unreadable and missing answers are not the same; what the judge gave no judgement on is left out of the total. */
  readonly same: Proportion;
  /** Documents that the judge gave no usable judgement on. */
  readonly unjudged: number;
  /** Of documents with a judgement: rows are what normalised texts say (equal, different), columns the judge (same, not the same). */
  readonly againstNormalized: {
    readonly bothSame: number;
    readonly onlyTextsEqual: number;
    readonly onlyJudgeSame: number;
    readonly bothDifferent: number;
  };
  /** Agreement of the judge with the comparison of normalised texts. */
  readonly agreement: Agreement;
  readonly disagreements: readonly JudgeDisagreement[];
  /** Paid by this run. */
  readonly spent: { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number };
}

/** @param judgementOf what the judge said about an outcome with a predicted value; undefined when it gave none. */
export function makeJudgeReport(
  modelId: string,
  outcomes: readonly Outcome[],
  judgementOf: (outcome: Outcome) => boolean | undefined,
  spent: JudgeReport['spent'],
): JudgeReport {
  const asked = outcomes.filter(({ predicted }) => predicted !== undefined);
  const judged = asked.flatMap((outcome) => {
    const same = judgementOf(outcome);
    return same === undefined ? [] : [{ outcome, same, equal: outcome.status === 'correct' }];
  });
  const count = (equal: boolean, same: boolean) =>
    judged.filter((one) => one.equal === equal && one.same === same).length;
  const unjudged = asked.length - judged.length;
  return {
    modelId,
    same: proportion(judged.filter(({ same }) => same).length, outcomes.length - unjudged),
    unjudged,
    againstNormalized: {
      bothSame: count(true, true),
      onlyTextsEqual: count(true, false),
      onlyJudgeSame: count(false, true),
      bothDifferent: count(false, false),
    },
    agreement: agreementOf(judged.map(({ equal, same }) => [String(equal), String(same)] as const)),
    disagreements: judged
      .filter(({ equal, same }) => equal !== same)
      .map(({ outcome: { document, truth, predicted = '' }, same }) => ({ document, truth, predicted, same })),
    spent,
  };
}
