import { describe, expect, it } from 'vitest';
import type { ClassificationTask } from '../../model/task.ts';
import { auditFindings, findingsOf, pageOf, vatInvoice } from '../testing/invoice-pages.mts';
import { binomialTail } from './dominating-label.ts';

const SELLER = '佳作天成（北京）科技有限公司';
const BUYER = '中国科学院自动化研究所';
const VAT = { fieldDescription: '销售方名称' };
const page = vatInvoice({ seller: SELLER, buyer: BUYER });
const one = (label: string) => findingsOf([[label, page]], VAT);

describe('a label of one page', () => {
  it('that is right has no finding', () => expect(one(SELLER)).toEqual([]));

  it.each([
    [BUYER, [`0 label-of-other-field error → ${SELLER}`]],
    [`销售方名称是${BUYER}。`, [`0 label-of-other-field error → ${SELLER}`, `0 label-chatter error → ${SELLER}`]],
    [`销售方名称是${SELLER}。`, [`0 label-chatter error → ${SELLER}`]],
    ['维作大成（北京）科技有限公司', [`0 label-spelling warning → ${SELLER}`]],
    ['科天电气股份有限公司', [`0 label-not-on-page error → ${SELLER}`]],
    ['佳作天成（北京）', [`0 label-incomplete error → ${SELLER}`]],
    ['110116699572706', [`0 label-of-other-field error → ${SELLER}`]],
    ['佳作天成(北京)科技有限公司', [`0 label-untidy info → ${SELLER}`]],
    ['抱歉，我无法识别。', [`0 label-error-text error → ${SELLER}`]],
    ['无', [`0 label-placeholder error → ${SELLER}`]],
    ['', [`0 label-empty error → ${SELLER}`]],
  ])('%j', (label, expected) => expect(one(label)).toEqual(expected));

  it('that stands on the page word for word is no chatter', () => {
    const title = 'Answer: the question of our time';
    expect(
      findingsOf(
        [
          [
            title,
            pageOf([
              ['REPORT', 0.1, 0.1],
              [title, 0.1, 0.3],
            ]),
          ],
        ],
        { fieldDescription: 'title' },
      ),
    ).toEqual([]);
  });

  it('is looked for anywhere when nobody says what it is', () => {
    expect(findingsOf([[BUYER, page]], {})).toEqual([]);
    expect(findingsOf([['科天电气股份有限公司', page]], {})).toEqual(['0 label-not-on-page error']);
  });

  it('is judged without a page by itself alone', () => {
    expect(findingsOf([[BUYER], ['“A公司”']], VAT)).toEqual(['1 label-chatter error → A公司']);
  });
});

describe('English pages', () => {
  const invoice = pageOf([
    ['INVOICE', 0.4, 0.05],
    ['Bill to', 0.1, 0.2],
    ['Basalt Tools Ltd', 0.1, 0.24],
    ['Vendor', 0.6, 0.2],
    ['Amber Paper Ltd', 0.6, 0.24],
    ['Invoice number: A-20931', 0.1, 0.4],
    ['Order number: B-77120', 0.1, 0.44],
    ['Invoice date: 18/04/2017', 0.1, 0.48],
  ]);
  it.each([
    ['seller name', 'Amber Paper Ltd', []],
    ['seller name', 'Basalt Tools Ltd', ['0 label-of-other-field error → Amber Paper Ltd']],
    ['customer', 'Basalt Tools Ltd', []],
    ['invoice number', 'A-20931', []],
    ['invoice number', 'B-77120', ['0 label-of-other-field error → A-20931']],
    ['invoice date', '2017-04-18', []],
    ['invoice date', '2016-12-01', ['0 label-not-on-page error → 18/04/2017']],
  ])('%s %j', (fieldDescription, label, expected) => {
    expect(findingsOf([[label, invoice]], { fieldDescription })).toEqual(expected);
  });
});

describe('labels of many pages', () => {
  const numbered = (number: string) => vatInvoice({ seller: SELLER, buyer: BUYER, number });

  it('conflict when they show the same page; the one that the page backs is left alone', () => {
    const found = auditFindings(
      [
        [SELLER, page],
        ['佳佳无成（北京）科技有限公司', page],
        [BUYER, numbered('12345678')],
      ],
      VAT,
    );
    expect(found.filter(({ code }) => code === 'label-conflict').map(({ document }) => document)).toEqual(['1']);
  });

  it('conflict without any field, the majority being proposed', () => {
    const found = findingsOf(
      [
        ['a', page],
        ['a', page],
        ['b', page],
      ],
      { task: classification(['a', 'b']) },
    );
    expect(found).toContain('2 label-conflict error → a');
  });

  it('are errors of spelling when other pages confirm the reading, and in doubt when the label’s spelling is read somewhere', () => {
    const typo = '佳作无成（北京）科技有限公司';
    const confirmed = findingsOf(
      [
        [SELLER, numbered('11111111')],
        [typo, numbered('22222222')],
      ],
      VAT,
    );
    expect(confirmed).toEqual([`1 label-spelling error → ${SELLER}`]);
    const both = findingsOf(
      [
        [typo, vatInvoice({ seller: typo, buyer: BUYER, number: '11111111' })],
        [typo, numbered('22222222')],
      ],
      VAT,
    );
    expect(both).toEqual(['1 label-spelling info']);
  });

  it('dominate when chance does not explain their number', () => {
    const labels = [
      ...Array.from({ length: 20 }, () => BUYER),
      ...Array.from({ length: 20 }, (_, index) => `第${index}有限公司`),
    ];
    const found = auditFindings(
      labels.map((label) => [label]),
      VAT,
    );
    expect(found.map(({ document, code }) => `${document} ${code}`)).toEqual(['* label-dominates']);
    expect(
      findingsOf(
        Array.from({ length: 40 }, (_, index) => [`第${index % 4}有限公司`]),
        VAT,
      ),
    ).toEqual([]);
  });
});

const classification = (names: readonly string[]): ClassificationTask => ({
  kind: 'classification',
  classes: names.map((name) => ({ name, description: name })),
  answerFormat: 'json',
  field: 'type',
});

describe('classes', () => {
  it('outside the closed set are errors; near misses are proposed', () => {
    const task = classification(['advertisement', 'scientific_report', 'letter', 'none']);
    const found = findingsOf(
      [['advertissement'], ['Scientific Report'], ['Letters'], ['recipe'], ['none'], ['letter']],
      { task },
    );
    expect(found.filter((line) => !line.startsWith('*'))).toEqual([
      '0 label-outside-classes error → advertisement',
      '1 label-outside-classes error → scientific_report',
      '2 label-outside-classes error → letter',
      '3 label-outside-classes error',
    ]);
  });

  it('are missing, small or out of balance', () => {
    const labels = [...Array.from({ length: 30 }, () => 'a'), ...Array.from({ length: 4 }, () => 'b'), 'c'];
    const found = findingsOf(
      labels.map((label) => [label]),
      { task: classification(['a', 'b', 'c', 'd']) },
    );
    expect(found).toEqual(['* class-small info', '* class-imbalance warning', '* class-without-documents warning']);
  });
});

it('binomialTail agrees with sums by hand', () => {
  expect(binomialTail(0, 5, 0.5)).toBeCloseTo(1, 12);
  expect(binomialTail(5, 5, 0.5)).toBeCloseTo(1 / 32, 12);
  expect(binomialTail(2, 4, 0.25)).toBeCloseTo(67 / 256, 12);
});
