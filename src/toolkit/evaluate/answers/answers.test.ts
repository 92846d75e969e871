import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchClass } from '../../lib/match-class.ts';
import type { ClassificationTask, ExtractionTask } from '../../model/task.ts';
import { readAnswer } from './read-answer.ts';
import { readFields } from './read-field.ts';

const NAMES = ['letter', 'news_article', 'scientific_report', '增值税发票'];
const inJson: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: NAMES.map((name) => ({ name, description: '' })),
};
const inText: ClassificationTask = { ...inJson, answerFormat: 'text' };
const seller: ExtractionTask = { kind: 'extraction', answerFormat: 'json', field: 'seller' };

describe('an answer in JSON', () => {
  it.each([
    ['{"type":"letter"}', 'letter'],
    ['<thinking>It could be {"type":"memo"}.</thinking>\n{"type":"letter"}', 'letter'],
    ['Reasoning begun in the prompt {"type":"news_article"}</think>{"type":"letter"}', 'letter'],
    ['{"result":{"type":"Letter","confidence":0.9}}', 'letter'],
    ['{"Type": "ＬＥＴＴＥＲ"}', 'letter'],
    ['Here: {"type": "letter"} — as I said, {"type": "letter"}.', 'letter'],
    ['Braces {like these} first, then {"type": "letter"}', 'letter'],
    ['{"type": "增值税发票"}', '增值税发票'],
  ])('%j is read as %j', (answer, expected) => {
    expect(readAnswer(answer, inJson)).toBe(expected);
  });

  it.each([
    ['a trailing comma', '{"type": "letter",}'],
    ['single quotes', "{'type': 'letter'}"],
    ['two values', '{"type": "letter"} or {"type": "news_article"}'],
    ['a class outside the set', '{"type": "invoice"}'],
    ['a list', '{"type": ["letter"]}'],
    ['nothing', '{"type": ""}'],
    ['reasoning that never ended', '<thinking>{"type": "letter"}'],
    ['an inherited name', '{"constructor": "letter"}'],
    ['an object inside broken JSON', '{"a": {"type": "letter"},}'],
  ])('with %s is unreadable', (_, answer) => {
    expect(readAnswer(answer, inJson)).toBeUndefined();
  });

  it('gives several fields, or none when there are several objects', () => {
    expect(readFields('{"seller":" A ","total":12.5,"date":null,"paid":true}')).toEqual(
      new Map([
        ['seller', 'A'],
        ['total', '12.5'],
        ['paid', 'true'],
      ]),
    );
    expect(readFields('{"a":"1"} {"a":"2"}')).toBeUndefined();
    expect(readFields('no object')).toBeUndefined();
  });
});

describe('an answer in plain text', () => {
  it.each([
    ['letter', 'letter'],
    ['**News Article**.', 'news_article'],
    ['Answer: "scientific report"', 'scientific_report'],
    ['“增值税发票”。', '增值税发票'],
    ['This is a letter', undefined],
    ['letters', undefined],
  ])('%j is read as %j', (answer, expected) => {
    expect(readAnswer(answer, inText)).toBe(expected);
  });
});

/** Every way in which a class may be written without being another one. */
const rendering = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom('_', ' ', '-', '  ', '__'),
    fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ),
    fc.constantFrom('', ' ', '\n'),
  )
  .map(([name, joint, change, pad]) => ({ name, text: pad + change(name.replaceAll('_', joint)) + pad }));

const wrapping = fc.constantFrom<(json: string) => string>(
  (json) => json,
  (json) => `\`\`\`json\n${json}\n\`\`\``,
  (json) => `\`\`\`\n${json}\`\`\``,
  (json) => `The document is ${json}.`,
  (json) => `<thinking>\nA {"type": "memo"}?\n</thinking>\n\n${json}`,
  (json) => `{"answer": ${json}}`,
);

describe('reading', () => {
  it('finds every rendering of a class, and truths by the same rule', () => {
    fc.assert(
      fc.property(rendering, wrapping, ({ name, text }, wrap) => {
        expect(matchClass(text, NAMES)).toBe(name);
        expect(readAnswer(wrap(JSON.stringify({ type: text })), inJson)).toBe(name);
        expect(readAnswer(text, inText)).toBe(name);
      }),
    );
  });

  it('never throws, and gives a class of the set or nothing', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '```',
      '<think>',
      '</think>',
      '"type"',
      ':',
      '[',
      ',',
      '𠮷',
      '\u2028',
    );
    const answer = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(answer, (text) => {
        for (const task of [inJson, inText]) {
          const value = readAnswer(text, task);
          expect(value === undefined || NAMES.includes(value)).toBe(true);
        }
        expect(typeof (readAnswer(text, seller) ?? '')).toBe('string');
      }),
    );
  });

  it('gives any value of a field back, without the blanks around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), wrapping, (value, wrap) => {
        const read = readAnswer(wrap(JSON.stringify({ seller: value })), seller);
        expect(read).toBe(value.trim() === '' ? undefined : value.trim());
      }),
    );
  });

  it('is quick on an answer of nothing but braces', () => {
    expect(readAnswer('{'.repeat(100_000), inJson)).toBeUndefined();
    expect(readAnswer(`${'{"a":'.repeat(20_000)}`, inJson)).toBeUndefined();
  });
});
