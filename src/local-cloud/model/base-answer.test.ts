import { describe, expect, it } from 'vitest';
import { answerQuestion } from './answer-question.ts';
import { STAND_IN_NAME } from './stand-in.ts';
import { invoiceExample, SELLER_PROMPT } from './testing/examples.mts';
import { makePage } from './testing/pages.mts';

const LETTER = makePage([
  { text: 'Harbour Trading Company', x: 0.1, y: 0.05 },
  { text: '14 March 1988', x: 0.1, y: 0.12 },
  { text: 'Dear Mr. Brown,', x: 0.1, y: 0.2 },
  ...Array.from({ length: 12 }, (_, i) => ({
    text: 'thank you for the samples that reached us last week in good order',
    x: 0.1,
    y: 0.25 + i * 0.04,
  })),
  { text: 'Sincerely yours,', x: 0.1, y: 0.8 },
]);
const INVOICE = makePage([
  { text: 'INVOICE', x: 0.4, y: 0.05 },
  { text: 'Bill to:', x: 0.1, y: 0.15 },
  { text: 'Unit price', x: 0.6, y: 0.3 },
  ...Array.from({ length: 8 }, (_, i) => ({ text: `${i + 1}20.00`, x: 0.7, y: 0.35 + i * 0.04 })),
  { text: 'Amount due', x: 0.5, y: 0.75 },
]);

describe('the base model', () => {
  it.each([
    ['Which type? One of: letter, invoice, memo.', 'letter', 'invoice'],
    [
      '| type | description |\n|---|---|\n| letter | x |\n| invoice | y |\nAnswer {"type": "..."}',
      '{"type": "letter"}',
      '{"type": "invoice"}',
    ],
    ['Answer {"type":"letter|invoice"}', '{"type":"letter"}', '{"type":"invoice"}'],
    ['文件类别：信函、发票、简历。', '信函', '发票'],
  ])('chooses from the classes of %j, in its form', (prompt, forLetter, forInvoice) => {
    expect(answerQuestion({ system: '', prompt, pages: [LETTER] }).text).toBe(forLetter);
    expect(answerQuestion({ system: '', prompt, pages: [INVOICE] }).text).toBe(forInvoice);
  });

  it('reads the classes from the system text when the prompt has none', () => {
    const question = { system: 'Answer with one of: letter, invoice.', prompt: 'What is it?', pages: [INVOICE] };
    expect(answerQuestion(question).text).toBe('invoice');
  });

  it('uses what the prompt says about classes it does not know', () => {
    const prompt = '- kappa: pages that mention turbine blades\n- lambda: pages that mention orchard fruit';
    const page = makePage([{ text: 'Orchard notes, fruit of the season', x: 0.1, y: 0.1 }]);
    expect(answerQuestion({ system: '', prompt, pages: [page] }).text).toBe('lambda');
  });

  it('takes a field from beside the words that the prompt uses', () => {
    const page = makePage([
      { text: 'Order date:', x: 0.1, y: 0.1 },
      { text: '2020-01-05', x: 0.3, y: 0.1 },
      { text: 'Delivery address:', x: 0.1, y: 0.2 },
      { text: '5 Mill Lane', x: 0.4, y: 0.2 },
    ]);
    const ask = (prompt: string): string => answerQuestion({ system: '', prompt, pages: [page] }).text;
    expect(ask('What is the delivery address?')).toBe('5 Mill Lane');
    expect(ask('Give the order date as {"order_date": "..."}')).toBe('{"order_date": "2020-01-05"}');
    expect(ask('Answer {"order_date": "...", "delivery_address": "..."}')).toBe(
      '{"order_date": "2020-01-05", "delivery_address": "5 Mill Lane"}',
    );
  });

  it('answers with a text of the page, raw, and a confidence from 0 to 1', () => {
    const example = invoiceExample(3);
    const { text, confidence } = answerQuestion(example);
    expect(example.pages[0]?.lines.map((line) => line.text)).toContain(text);
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThanOrEqual(1);
  });

  it('answers an empty page with an empty text', () => {
    expect(answerQuestion({ system: '', prompt: SELLER_PROMPT, pages: [makePage([])] })).toEqual({
      text: '',
      confidence: 0,
    });
  });

  it('says what it is when there is no page', () => {
    const { text, confidence } = answerQuestion({ system: '', prompt: 'Who are you?', pages: [] });
    expect(text).toContain(STAND_IN_NAME);
    expect(text).not.toMatch(/nova\b/i);
    expect(confidence).toBe(0);
  });
});
