import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedClasses } from './class-list.ts';

const word = fc
  .stringMatching(/^[a-z]{3,9}$/)
  .filter((text) => !/^(type|class|label|category|name|types|names|and)$/.test(text));
const label = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `${a}_${b}`),
  fc.tuple(word, word).map(([a, b]) => `${a} ${b}`),
  fc.constantFrom('增值税发票', '合同', '简历', '和解书', 'Lab Report', 'W-2'),
);
const labels = fc.uniqueArray(label, { minLength: 2, maxLength: 20 });
const description = fc.stringMatching(/^[A-Za-z][A-Za-z ,]{0,60}[a-z]$/);

/** Ways in which people write a list of classes. */
const FORMATS: Readonly<Record<string, (list: readonly string[]) => string>> = {
  'a table': (list) => `Sort the page.\n\n| type |\n|---|\n${list.map((one) => `| ${one} |`).join('\n')}\n\nAnswer.`,
  'a numbered table': (list) =>
    `| # | class |\n| - | - |\n${list.map((one, i) => `| ${i + 1} | \`${one}\` |`).join('\n')}`,
  bullets: (list) => `Classes:\n${list.map((one) => `- ${one}`).join('\n')}\nAnswer with the class.`,
  'numbered lines': (list) => `Choose:\n\n${list.map((one, i) => `${i + 1}. ${one}`).join('\n')}`,
  'numbered Chinese lines': (list) => `类别如下\n${list.map((one, i) => `${i + 1}、${one}`).join('\n')}`,
  'quoted bullets': (list) => `Kinds\n${list.map((one) => `* "${one}": what it is`).join('\n')}`,
  'a sentence': (list) => `Answer with one of: ${list.join(', ')}. Nothing else.`,
  'a sentence with or': (list) => `The types are: ${list.slice(0, -1).join(', ')}, or ${list.at(-1)}.`,
  'a Chinese sentence': (list) => `请判断文件类别：${list.join('、')}。只回答类别。`,
  alternatives: (list) => `Answer {"type": "${list.join('|')}"}`,
  'an array': (list) => `Pick from ${JSON.stringify(list).replaceAll(',', ', ')}.`,
};

describe('listedClasses', () => {
  it.each(Object.entries(FORMATS))('reads %s', (_, write) => {
    fc.assert(
      fc.property(labels, (list) => {
        expect(listedClasses(write(list)).map((entry) => entry.label)).toEqual(list);
      }),
    );
  });

  it('keeps what a table or bullets say about a class', () => {
    fc.assert(
      fc.property(labels, description, (list, about) => {
        const table = `| type | description |\n|---|---|\n${list.map((one) => `| ${one} | ${about} |`).join('\n')}`;
        const bullets = list.map((one) => `- ${one}: ${about}`).join('\n');
        const expected = list.map((one) => ({ label: one, description: about }));
        expect(listedClasses(table)).toEqual(expected);
        expect(listedClasses(bullets)).toEqual(expected);
      }),
    );
  });

  it('keeps a bar that is escaped in a table', () => {
    const table = '| type | description |\n|---|---|\n| bill | a\\|b |\n| note | c |';
    expect(listedClasses(table)[0]).toEqual({ label: 'bill', description: 'a|b' });
  });

  it.each([
    'What is the name of the seller? Answer with the name alone.',
    '这张发票的销售方名称是什么？只回答名称。',
    'Rules:\n- Read the whole page, then answer with the seller and nothing else at all.\n- Never guess.',
    '',
  ])('sees no classes in %j', (prompt) => {
    expect(listedClasses(prompt)).toEqual([]);
  });

  it('never fails, whatever the prompt', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (prompt) => listedClasses(prompt).length !== 1));
  });
});
