import { describe, expect, it } from 'vitest';
import { powerOf } from './difference.ts';

describe('powerOf', () => {
  const fixed = (count: number) => Array.from({ length: count }, () => 1 as const);
  const groups = (count: number, size: number) =>
    Array.from({ length: count }, (_, group) => Array.from({ length: size }, (_, index) => group * size + index));

  it('never asks for fewer groups than could show anything', () => {
    // Three signs are never rarer than a quarter, six are rarer than one in twenty.
    expect(powerOf(fixed(12), groups(3, 4))).toEqual({ documentsNeeded: 24, more: 12 });
  });

  it('asks for six documents that change where there are no groups', () => {
    expect(powerOf(fixed(5), groups(5, 1))).toEqual({ documentsNeeded: 6, more: 1 });
  });
});
