import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from '../../../pages/index.ts';
import { isErrorText } from './error-words.ts';
import { isPlaceholder } from './placeholder.ts';
import { tidyText } from './tidy-text.ts';

describe('tidyText', () => {
  it.each([
    ['佳作天成(北京)科技有限公司', '佳作天成（北京）科技有限公司'],
    ['佳作天成（北京)科技 有限公司 ', '佳作天成（北京）科技有限公司'],
    ['ＡＢＣ科技１２３', 'ABC科技123'],
    ['Amber  Paper\u200b Ltd', 'Amber Paper Ltd'],
    ['Amber （North） Ltd', 'Amber (North) Ltd'],
    ['\uFEFFletter', 'letter'],
  ])('%j → %j', (text, tidy) => expect(tidyText(text)).toBe(tidy));

  it('is idempotent and keeps what is compared', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'北京科（）() Ａaz１9，.\u200b') }), (text) => {
        const tidy = tidyText(text);
        expect(tidyText(tidy)).toBe(tidy);
        expect(normalizeText(tidy)).toBe(normalizeText(text));
      }),
    );
  });
});

it.each(['无', 'N/A', 'n/a', 'null', '未知', '-', '——', '?', 'None', 'unknown', '无。', 'not found'])(
  '%j is a placeholder',
  (label) => expect(isPlaceholder(label)).toBe(true),
);
it.each(['无锡恒通科技有限公司', 'Nano', '空港物流', 'letter', '0', '个人'])('%j is a label', (label) =>
  expect(isPlaceholder(label)).toBe(false),
);

it.each([
  'Error: timeout after 60 s',
  'ThrottlingException: Too many requests',
  '抱歉，我无法识别图片中的内容。',
  'HTTP 500',
  "I'm sorry, I can't read this.",
  '识别失败：网络超时',
  'Unable to determine the seller',
])('%j is an error text', (label) => expect(isErrorText(label)).toBe(true));
it.each(['北京思腾合力科技有限公司', 'Terror Films Ltd', '无法无天餐饮有限公司', 'Sorrento Foods', '超凡科技'])(
  '%j is none',
  (label) => expect(isErrorText(label)).toBe(false),
);
