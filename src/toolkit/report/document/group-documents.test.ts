import { describe, expect, it } from 'vitest';
import type { Outcome, Scores } from '../../model/scores.ts';
import { clip } from './clip.ts';
import { groupDocuments } from './group-documents.ts';

const outcome = (document: string, status: Outcome['status'], similarity?: number): Outcome => ({
  document,
  truth: 'memo',
  status,
  ...(status === 'correct' && { predicted: 'memo' }),
  ...(status === 'wrong' && { predicted: 'form' }),
  ...(status === 'unreadable' && { answer: 'hmm' }),
  ...(similarity !== undefined && { similarity }),
});
const scores = (outcomes: readonly Outcome[]): Scores => ({
  modelId: 'm',
  task: 'extraction',
  documents: outcomes.length,
  accuracy: { successes: 0, total: 1, value: 0, low: 0, high: 1 },
  unreadable: 0,
  missing: 0,
  tokens: { input: 0, output: 0 },
  outcomes,
});

describe('groupDocuments', () => {
  it('tells what changed, and what each model said', () => {
    const base = scores([
      outcome('a', 'wrong'),
      outcome('b', 'correct'),
      outcome('c', 'missing'),
      outcome('d', 'correct'),
    ]);
    const tuned = scores([
      outcome('a', 'correct'),
      outcome('b', 'unreadable'),
      outcome('c', 'wrong'),
      outcome('d', 'correct'),
      outcome('only here', 'wrong'),
    ]);
    const groups = groupDocuments(base, tuned, new Map([['a', 'images/a.png']]));
    expect(groups.map(({ change, count }) => [change, count])).toEqual([
      ['broken', 1],
      ['fixed', 1],
      ['still-wrong', 1],
      ['still-right', 1],
    ]);
    expect(groups[0]?.cards).toEqual([
      {
        document: 'b',
        truth: 'memo',
        base: { status: 'correct', text: 'memo' },
        tuned: { status: 'unreadable', text: 'hmm' },
      },
    ]);
    expect(groups[1]?.cards[0]?.image).toBe('images/a.png');
    expect(groups[2]?.cards[0]?.base).toEqual({ status: 'missing' });
  });

  it('shows the worst first: no answer, none to read, least like the truth; of equals the worse base', () => {
    const tuned = scores([
      outcome('near', 'wrong', 0.9),
      outcome('far', 'wrong', 0.1),
      outcome('unread', 'unreadable', 0),
      outcome('none', 'missing', 0),
      outcome('none, base better', 'missing', 0),
    ]);
    const base = scores(
      tuned.outcomes.map(({ document }) => outcome(document, 'wrong', document === 'none' ? 0.1 : 0.8)),
    );
    const [wrong] = groupDocuments(base, tuned, new Map());
    expect(wrong?.cards.map(({ document }) => document)).toEqual([
      'none',
      'none, base better',
      'unread',
      'far',
      'near',
    ]);
  });

  it('has pictures for 24, a table for 200, and counts all', () => {
    const many = scores(Array.from({ length: 500 }, (_, index) => outcome(`d${index}`, 'wrong')));
    expect(groupDocuments(many, undefined, new Map())).toMatchObject([
      { change: 'wrong', count: 500, cards: { length: 24 }, rows: { length: 200 } },
    ]);
  });
});

describe('clip', () => {
  it('shows the cut and never parts a character', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('abcd', 3)).toBe('abc…');
    expect(clip('ab😀d', 3)).toBe('ab…');
  });
});
