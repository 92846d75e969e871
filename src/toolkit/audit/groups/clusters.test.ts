import { describe, expect, it } from 'vitest';
import { cluster } from './clusters.ts';

const edge = (a: number, b: number, likeness = 0.7) => ({ a, b, likeness });

describe('cluster', () => {
  const alikeIn =
    (...groups: readonly (readonly number[])[]) =>
    (a: number, b: number) =>
      groups.some((group) => group.includes(a) && group.includes(b));

  it('does not chain two clusters through one edge', () => {
    const edges = [edge(0, 1, 0.9), edge(1, 2, 0.9), edge(3, 4, 0.9), edge(4, 5, 0.9), edge(2, 3, 0.61)];
    expect(cluster(6, edges, alikeIn([0, 1, 2], [3, 4, 5], [2, 3]))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it('joins clusters when half of the pairs between them are alike', () => {
    const edges = [edge(0, 1), edge(2, 3), edge(1, 2, 0.65)];
    expect(cluster(4, edges, alikeIn([0, 1], [2, 3], [1, 2, 3]))).toEqual([[0, 1, 2, 3]]);
  });

  it('leaves documents without an edge alone', () => {
    expect(cluster(5, [edge(1, 3)], () => true)).toEqual([[1, 3]]);
    expect(cluster(0, [], () => true)).toEqual([]);
  });
});
