import type { Outcome } from '../model/scores.ts';
import type { ReportExample } from './document.ts';

/** Most cards of each kind: enough to see what happened, few enough to open quickly. */
const MOST: Readonly<Record<ReportExample['change'], number>> = {
  broken: 24,
  fixed: 24,
  'still wrong': 24,
  'still right': 6,
};

/** Picks the documents worth a look from two lists of outcomes over the same documents. */
export function pickExamples(base: readonly Outcome[], tuned: readonly Outcome[]): ReportExample[] {
  const before = new Map(base.map((outcome) => [outcome.document, outcome]));
  const taken: Record<ReportExample['change'], number> = { broken: 0, fixed: 0, 'still wrong': 0, 'still right': 0 };
  return tuned.flatMap((after) => {
    const was = before.get(after.document);
    if (!was) return [];
    const change = describeChange(was.status === 'correct', after.status === 'correct');
    taken[change] += 1;
    if (taken[change] > MOST[change]) return [];
    return [{ document: after.document, change, truth: after.truth, base: said(was), tuned: said(after) }];
  });
}

function describeChange(wasRight: boolean, isRight: boolean): ReportExample['change'] {
  if (wasRight) return isRight ? 'still right' : 'broken';
  return isRight ? 'fixed' : 'still wrong';
}

const said = ({ predicted, answer, status }: Outcome): string =>
  predicted ?? (status === 'missing' ? '(no answer)' : `(unreadable) ${answer ?? ''}`);
