import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAnswer, type Task } from '../model/task.ts';
import { readLabel } from './read-label.ts';

const CLASSES: Task = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: ['invoice', 'scientific_report', 'memo'].map((name) => ({ name, description: '' })),
};
const SELLER: Task = { kind: 'extraction', answerFormat: 'json', field: 'seller' };
const read = (answer: string, task: Task) => readLabel(answer, 'end_turn', task);

describe('readLabel', () => {
  it.each([
    ['{"type": "invoice"}', 'invoice'],
    [' {"type":"Scientific Report"}\n', 'scientific_report'],
    ['```json\n{"type": "memo"}\n```', 'memo'],
  ])('reads the class of %s', (answer, label) => {
    expect(read(answer, CLASSES)).toEqual({ label });
  });

  it.each([
    ['{"seller": "佳作天成（北京）科技有限公司"}', '佳作天成（北京）科技有限公司'],
    ['```\n{"seller":" 科大讯飞股份有限公司 "}\n```', '科大讯飞股份有限公司'],
    ['{"seller": "A. B. Smith & Sons, Inc."}', 'A. B. Smith & Sons, Inc.'],
    ['{"seller": "None the less GmbH"}', 'None the less GmbH'],
    ['{"seller": "北京中科图像技术有限公司"}', '北京中科图像技术有限公司'],
  ])('reads the value of %s', (answer, label) => {
    expect(read(answer, SELLER)).toEqual({ label });
  });

  it.each([
    ['invoice', 'answer-not-json'],
    ['The type is {"type": "invoice"}', 'answer-not-json'],
    ['{"type": "invoice"} because it has a total', 'answer-not-json'],
    ['["invoice"]', 'answer-not-json'],
    ['', 'answer-not-json'],
    ['{"class": "invoice"}', 'answer-fields'],
    ['{"type": "invoice", "confidence": 0.9}', 'answer-fields'],
    ['{"type": null}', 'answer-null'],
    ['{"type": 3}', 'answer-not-text'],
    ['{"type": ["invoice"]}', 'answer-not-text'],
    ['{"type": "letter"}', 'answer-outside-classes'],
    ['{"type": "an invoice"}', 'answer-outside-classes'],
    ['{"__proto__": {"type": "invoice"}}', 'answer-fields'],
  ])('takes no class from %s', (answer, code) => {
    expect(read(answer, CLASSES)).toMatchObject({ code, message: expect.stringMatching(/./) });
  });

  it.each([
    ['{"seller": null}', 'answer-null'],
    ['{"seller": ""}', 'answer-null'],
    ['{"seller": "N/A"}', 'answer-null'],
    ['{"seller": "无法识别"}', 'answer-null'],
    ['{"seller": "***"}', 'answer-null'],
    ['{"seller": "根据图片，销售方是科大讯飞股份有限公司"}', 'answer-chatter'],
    ['{"seller": "名称：科大讯飞股份有限公司"}', 'answer-chatter'],
    ['{"seller": "销售方名称: 科大讯飞股份有限公司"}', 'answer-chatter'],
    ['{"seller": "I\'m sorry, but the image is too blurry"}', 'answer-chatter'],
    ['{"seller": "科大讯飞股份有限公司。"}', 'answer-chatter'],
    ['{"seller": "\\"科大讯飞股份有限公司\\""}', 'answer-chatter'],
    ['{"seller": "one\\ntwo"}', 'answer-chatter'],
    [`{"seller": "${'长'.repeat(121)}"}`, 'answer-chatter'],
  ])('takes no value from %s', (answer, code) => {
    expect(read(answer, SELLER)).toMatchObject({ code });
  });

  it('takes nothing from an answer that was cut off', () => {
    expect(readLabel('{"type": "invoice"}', 'max_tokens', CLASSES)).toMatchObject({ code: 'answer-cut-off' });
  });

  it('gives back a class of the set, or a reason, whatever the answer', () => {
    const near = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => JSON.stringify({ type: text })),
    );
    fc.assert(
      fc.property(near, (answer) => {
        const reading = read(answer, CLASSES);
        if ('label' in reading) expect(['invoice', 'scientific_report', 'memo']).toContain(reading.label);
        else expect(reading.code).toMatch(/^answer-/);
      }),
    );
  });

  it('reads back every class as it is answered', () => {
    for (const { name } of CLASSES.kind === 'classification' ? CLASSES.classes : []) {
      expect(read(formatAnswer(CLASSES, name), CLASSES)).toEqual({ label: name });
    }
  });
});
