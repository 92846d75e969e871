import { describe, expect, it } from 'vitest';
import type { DocumentRow } from '../api.ts';
import { filterDocuments } from './filter-documents.ts';

const finding = { code: 'label-conflict', severity: 'error', message: 'm', remedy: 'r' } as const;
const rows: readonly DocumentRow[] = [
  { id: 'a', label: 'letter', split: 'train', hasImage: true, findings: [finding], proposed: 'memo' },
  {
    id: 'b',
    label: 'memo',
    split: 'test',
    hasImage: true,
    findings: [],
    base: { status: 'wrong', predicted: 'letter' },
    tuned: { status: 'correct', predicted: 'memo' },
    change: 'fixed',
  },
  {
    id: 'c',
    label: 'Acme Ltd',
    split: 'test',
    hasImage: true,
    findings: [],
    base: { status: 'correct', predicted: 'Acme Ltd', similarity: 1 },
    tuned: { status: 'wrong', predicted: 'Acne Ltd', similarity: 0.9 },
    change: 'broken',
  },
  {
    id: 'd',
    label: 'Borealis',
    split: 'test',
    hasImage: true,
    findings: [],
    base: { status: 'missing' },
    tuned: { status: 'unreadable', answer: 'I cannot tell' },
    change: 'bothWrong',
  },
];
const ids = (query: Parameters<typeof filterDocuments>[1]) =>
  filterDocuments(rows, query).documents.map(({ id }) => id);

describe('filterDocuments', () => {
  it.each([
    [{}, ['a', 'b', 'c', 'd']],
    [{ split: 'test' }, ['b', 'c', 'd']],
    [{ label: 'memo' }, ['b']],
    [{ code: 'label-conflict' }, ['a']],
    [{ proposed: true }, ['a']],
    [{ answered: true }, ['b', 'c', 'd']],
    [{ change: 'broken' }, ['c']],
    [{ outcome: 'unreadable' }, ['d']],
    [{ model: 'base', outcome: 'missing' }, ['d']],
    [{ model: 'base', predicted: 'letter' }, ['b']],
    [{ predicted: 'letter' }, []],
    [{ text: 'acne' }, ['c']],
    [{ text: 'CANNOT' }, ['d']],
    [{ text: '  ' }, ['a', 'b', 'c', 'd']],
    [{ split: 'test', text: 'acme' }, ['c']],
    [{ answered: true, order: 'worst' }, ['d', 'c', 'b']],
  ] as const)('%j keeps %j', (query, wanted) => expect(ids(query)).toEqual(wanted));

  it('gives one page and the total of all', () => {
    expect(filterDocuments(rows, { offset: 1, limit: 2 })).toMatchObject({ total: 4, offset: 1 });
    expect(ids({ offset: 1, limit: 2 })).toEqual(['b', 'c']);
    expect(ids({ offset: 9 })).toEqual([]);
    expect(ids({ limit: 0 })).toEqual(['a']);
  });
});
