import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundAnswer, piecesOf, withoutPrefill } from './bound-answer.ts';
import { imageTokens, rescaledSize } from './image-tokens.ts';
import { cutToTokens, textTokens } from './text-tokens.ts';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom('a', ' ', '销', '𠀀', '，', 'é'), fc.string({ unit: 'grapheme' })),
});

describe('text tokens', () => {
  it('count Han characters singly and Latin ones by the handful', () => {
    expect(textTokens('')).toBe(0);
    expect(textTokens('销售方名称')).toBe(5);
    expect(textTokens('{"type": "invoice"}')).toBe(5);
    expect(textTokens('x'.repeat(4500))).toBe(1000);
  });

  it('never shrink when text is added, and cutting keeps to the bound', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(20), (a, b, bound) => {
        expect(textTokens(a + b)).toBeGreaterThanOrEqual(textTokens(a));
        const cut = cutToTokens(a, bound);
        expect(a.startsWith(cut)).toBe(true);
        expect(textTokens(cut)).toBeLessThanOrEqual(bound);
        if (cut !== a) expect(textTokens(cut + [...a.slice(cut.length)][0])).toBeGreaterThan(bound);
      }),
    );
  });
});

describe('image tokens', () => {
  it.each([
    [900, 450, 800],
    [900, 900, 1300],
    [1800, 900, 2400],
    [1300, 1300, 2600],
  ])('of %i × %i are the published %i', (width, height, tokens) => {
    expect(imageTokens(width, height)).toBe(tokens);
    expect(imageTokens(height, width)).toBe(tokens);
  });

  it('take small images at the size the model works on', () => {
    expect(rescaledSize(100, 100)).toEqual({ width: 896, height: 896 });
    expect(rescaledSize(100, 10)).toEqual({ width: 900, height: 100 });
    expect(imageTokens(25, 25)).toBe(imageTokens(896, 896));
  });

  it('stay within the published figures and do not depend on orientation', () => {
    const side = fc.integer({ min: 1, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const tokens = imageTokens(width, height);
        expect(tokens).toBe(imageTokens(height, width));
        expect(tokens).toBeGreaterThan(0);
        expect(tokens).toBeLessThanOrEqual(2600);
      }),
    );
  });
});

describe('the end of an answer', () => {
  const free = { maxTokens: undefined, stopSequences: [] };

  it('is its own, a stop sequence or the token limit, whichever comes first', () => {
    expect(boundAnswer('{"type": "invoice"}', free)).toEqual({ text: '{"type": "invoice"}', stopReason: 'end_turn' });
    expect(boundAnswer('one two three', { ...free, stopSequences: ['three', ' two'] })).toEqual({
      text: 'one',
      stopReason: 'stop_sequence',
    });
    expect(boundAnswer('销售方名称', { ...free, maxTokens: 2 })).toEqual({ text: '销售', stopReason: 'max_tokens' });
    expect(boundAnswer('销售方名称', { maxTokens: 3, stopSequences: ['名称'] }).stopReason).toBe('max_tokens');
    expect(boundAnswer('销售方名称', { maxTokens: 5, stopSequences: ['名称'] })).toEqual({
      text: '销售方',
      stopReason: 'stop_sequence',
    });
    expect(boundAnswer('销售方名称', { ...free, maxTokens: 5 }).stopReason).toBe('end_turn');
  });

  it('is kept when the caller wrote the beginning', () => {
    expect(withoutPrefill('{"type": "invoice"}', '{"type":')).toBe(' "invoice"}');
    expect(withoutPrefill('{"type": "invoice"}', 'Sure: ')).toBe('{"type": "invoice"}');
    expect(withoutPrefill('answer', '')).toBe('answer');
  });

  it('is streamed in pieces that make up the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const pieces = piecesOf(text);
        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => piece !== '')).toBe(true);
      }),
    );
  });
});
