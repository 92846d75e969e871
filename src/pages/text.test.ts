import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText, textSimilarity } from './text.ts';

describe('normalizeText', () => {
  it('drops width, case, blanks and punctuation', () => {
    expect(normalizeText('佳作天成（北京） 科技Ｌｔｄ.')).toBe('佳作天成北京科技ltd');
    expect(normalizeText('\u200b ¥1,234.50 ')).toBe('123450');
  });
});

describe('textSimilarity', () => {
  it('counts edits over the longer text', () => {
    expect(textSimilarity('kitten', 'sitting')).toBeCloseTo(1 - 3 / 7);
    expect(textSimilarity('（北京）', '(北京)')).toBe(1);
    expect(textSimilarity('', 'abc')).toBe(0);
  });

  it('counts code points, not UTF-16 units', () => {
    expect(textSimilarity('𠮷野家', '吉野家')).toBeCloseTo(2 / 3);
  });

  it('does not call two different symbols equal', () => {
    expect(textSimilarity('¥', '$')).toBe(0);
    expect(textSimilarity('¥', '￥')).toBe(1);
  });

  it('is symmetric, within 0 and 1, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const similarity = textSimilarity(a, b);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(textSimilarity(b, a)).toBe(similarity);
        expect(textSimilarity(a, a)).toBe(1);
      }),
    );
  });
});
