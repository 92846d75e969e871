import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldText, parseAnswer, renderAnswer } from './answer-form.ts';
import { type JsonLayout, writeJson } from './json-style.ts';

const key = fc.stringMatching(/^[a-zA-Z_销售方][a-zA-Z_名称 ]{0,8}$/).filter((text) => text !== '__proto__');
const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constant({ inner: ['x', { deep: 1 }] }),
);
const members = fc.uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 6, selector: ([name]) => name });
const layout = fc.constantFrom<JsonLayout>('spaced', 'compact', 'padded', 'indent2', 'indent4');
const fence = fc.constantFrom(null, '', 'json');

function fenced(body: string, word: string | null): string {
  return word === null ? body : `\`\`\`${word}\n${body}\n\`\`\``;
}

describe('answer form', () => {
  it('gives JSON answers back to the letter: layout, key order, escapes, fence, types', () => {
    fc.assert(
      fc.property(members, layout, fc.boolean(), fence, (pairs, style, escaped, word) => {
        const answer = fenced(writeJson(pairs, { layout: style, escaped }), word);
        const { form, fields } = parseAnswer(answer);
        expect(form.kind).toBe('json');
        expect(renderAnswer(form, fields)).toBe(answer);
      }),
    );
  });

  it('writes what JSON.stringify and json.dumps write', () => {
    fc.assert(
      fc.property(members, (pairs) => {
        const object = Object.fromEntries(pairs);
        expect(writeJson(pairs, { layout: 'compact', escaped: false })).toBe(JSON.stringify(object));
        expect(writeJson(pairs, { layout: 'indent2', escaped: false })).toBe(JSON.stringify(object, null, 2));
      }),
    );
    const escaped = writeJson([['名', ['é', 1]]], { layout: 'spaced', escaped: true });
    expect(escaped).toBe('{"\\u540d": ["\\u00e9", 1]}');
  });

  it('gives plain text back, trimmed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.trim().startsWith('{'));
        const { form, fields } = parseAnswer(text);
        expect(form).toEqual({ kind: 'text' });
        expect(renderAnswer(form, fields)).toBe(text.trim());
      }),
    );
  });

  it.each(['{}', '[1]', '"a"', '{broken', '```json\n{}\n```'])('takes %j as plain text', (answer) => {
    expect(parseAnswer(answer).form).toEqual({ kind: 'text' });
  });

  it('writes new values in the form of another answer, keys in its order', () => {
    const { form } = parseAnswer('```json\n{"seller": "A", "total": 5}\n```');
    const { fields } = parseAnswer('{"total":7,"seller":"B"}');
    expect(renderAnswer(form, fields)).toBe('```json\n{"seller": "B", "total": 7}\n```');
    expect(fieldText(fields.get('total') ?? '')).toBe('7');
  });
});
