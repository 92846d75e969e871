import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractValue } from './extract-value.ts';

const NAME = '北京思腾合力科技有限公司';

describe('extractValue', () => {
  it.each([
    [`销售方名称是${NAME}。`],
    [`根据发票上的信息，销售方名称是${NAME}。`],
    [`根据图片中的信息,销售方名称是:${NAME}`],
    [`该发票的销售方为：${NAME}`],
    [`销售方：${NAME}`],
    [`名称：${NAME}`],
    [`好的，答案是：${NAME}`],
    [`“${NAME}”`],
    [`**${NAME}**`],
    [`\`\`\`\n${NAME}\n\`\`\``],
    [`- ${NAME}`],
    [`{"seller": "${NAME}"}`],
    [`\`\`\`json\n{"seller": "${NAME}"}\n\`\`\``],
    [`发票上的销售方名称如下：\n${NAME}`],
    [`${NAME}。请核对。`],
    [`${NAME}（根据发票右下角的印章）`],
    [`The seller's name is ${NAME}.`],
    [`Based on the image, the seller is ${NAME}`],
    [`Seller: ${NAME}`],
    [`Answer: ${NAME}`],
  ])('takes the value out of %j', (label) => {
    const { value, found } = extractValue(label);
    expect(value).toBe(NAME);
    expect(found.length).toBeGreaterThan(0);
  });

  it.each([
    ['The seller is Amber Paper Ltd.', 'Amber Paper Ltd'],
    ['Sure! The seller is "Amber Paper Ltd", which stands at the top.', 'Amber Paper Ltd'],
    ['The document is an invoice.', 'an invoice'],
    ['This is a scientific report.', 'a scientific report'],
  ])('reads English: %j', (label, value) => {
    expect(extractValue(label).value).toBe(value);
  });

  it.each([
    NAME,
    '华为技术有限公司',
    '北京以人为本科技有限公司',
    '佳作天成(北京)科技有限公司',
    '“娃哈哈”食品有限公司',
    'Amber & Sons, Inc.',
    'Yahoo! Inc.',
    'What Is Next Ltd',
    'The Cedar Company',
    'From Farm to Table Ltd',
    'L.L. Bean Co.',
    '2017-04-18',
    '10:30',
    '¥38,266.00',
    'scientific_report',
    '',
  ])('leaves %j alone', (label) => {
    expect(extractValue(label)).toEqual({ value: label, found: [] });
  });

  it('never empties a label, and comes to rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (label) => {
        const { value } = extractValue(label);
        expect(value === '').toBe(label.trim() === '');
        expect(extractValue(value).value.length).toBeLessThanOrEqual(value.length);
      }),
    );
  });

  it('finds any name in the talk around it', () => {
    const name = fc
      .array(fc.constantFrom(...'鸿鸥腾檬宇佳作天成科料京凉昂易'), { minLength: 3, maxLength: 9 })
      .map((all) => `${all.join('')}有限公司`);
    fc.assert(
      fc.property(name, (value) => {
        for (const label of [`销售方名称是${value}。`, `“${value}”`, `{"seller":"${value}"}`, `**${value}**`]) {
          expect(extractValue(label).value).toBe(value);
        }
      }),
    );
  });
});
