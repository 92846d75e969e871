import { describe, expect, it } from 'vitest';
import type { Outcome } from '../model/scores.ts';
import { pickExamples } from './examples.ts';

describe('pickExamples', () => {
  const outcome = (document: string, status: Outcome['status'], predicted?: string): Outcome => ({
    document,
    truth: 'memo',
    status,
    ...(predicted !== undefined && { predicted }),
    ...(status === 'unreadable' && { answer: 'hmm' }),
  });

  it('names what changed, and what was said', () => {
    const base = [
      outcome('a', 'wrong', 'form'),
      outcome('b', 'correct', 'memo'),
      outcome('c', 'missing'),
      outcome('d', 'correct', 'memo'),
    ];
    const tuned = [
      outcome('a', 'correct', 'memo'),
      outcome('b', 'unreadable'),
      outcome('c', 'wrong', 'form'),
      outcome('d', 'correct', 'memo'),
      outcome('only here', 'wrong', 'form'),
    ];
    expect(pickExamples(base, tuned)).toEqual([
      { document: 'a', change: 'fixed', truth: 'memo', base: 'form', tuned: 'memo' },
      { document: 'b', change: 'broken', truth: 'memo', base: 'memo', tuned: '(unreadable) hmm' },
      { document: 'c', change: 'still wrong', truth: 'memo', base: '(no answer)', tuned: 'form' },
      { document: 'd', change: 'still right', truth: 'memo', base: 'memo', tuned: 'memo' },
    ]);
  });

  it('keeps the page small', () => {
    const many = (status: Outcome['status'], predicted: string) =>
      Array.from({ length: 500 }, (_, index) => outcome(`d${index}`, status, predicted));
    expect(pickExamples(many('wrong', 'form'), many('correct', 'memo'))).toHaveLength(24);
  });
});
