import { describe, expect, it } from 'vitest';
import { findLeaks } from './find-leaks.ts';

describe('findLeaks', () => {
  const documents = [
    { id: 'a', split: 'train' },
    { id: 'b', split: 'train' },
    { id: 'c', split: 'validation' },
    { id: 'd', split: 'test' },
    { id: 'e', split: 'test' },
    { id: 'f', split: 'test' },
  ] as const;

  it('names both documents, and lists the tests that training has not seen', () => {
    const report = findLeaks(documents, [
      [0, 1, 3],
      [2, 4],
    ]);
    expect(report.findings.map(({ document, message }) => [document, message])).toEqual([
      ['d', 'Expected a paper in one split only, but d (test) shows the same as a and 1 more (train).'],
      ['e', 'Expected a paper in one split only, but e (test) shows the same as c (validation).'],
    ]);
    expect(report.cleanTest).toEqual(['e', 'f']);
    expect(report.groups).toEqual([
      ['a', 'b', 'd'],
      ['c', 'e'],
    ]);
  });

  it('finds nothing when groups stay in their split', () => {
    const report = findLeaks(documents, [
      [0, 1],
      [3, 4, 5],
    ]);
    expect(report).toMatchObject({ findings: [], cleanTest: ['d', 'e', 'f'] });
  });
});
