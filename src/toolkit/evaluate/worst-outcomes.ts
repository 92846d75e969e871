import type { Outcome } from '../model/scores.ts';

/** What is wrong, worst first: no answer, no value in the answer, then the least like the truth. @param most default 10. */
export function worstOutcomes(outcomes: readonly Outcome[], most = 10): Outcome[] {
  const rank = ({ status }: Outcome) => (status === 'missing' ? 0 : status === 'unreadable' ? 1 : 2);
  return outcomes
    .filter(({ status }) => status !== 'correct')
    .sort((a, b) => rank(a) - rank(b) || (a.similarity ?? 0) - (b.similarity ?? 0))
    .slice(0, most);
}
