import { normalizeValue } from './normalize-value.ts';

/**
 * Two ways to write one legal form, in normalised text. Chinese: Company Law of the PRC, article 7 (2023): a limited company calls itself
 * 有限责任公司 or 有限公司, a company limited by shares 股份有限公司 or 股份公司. The two kinds stay different.
 */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/股份有限公司/gu, '股份公司'],
  [/有限责任公司/gu, '有限公司'],
  [/(?:company|co)(?:limited|ltd)$/u, 'coltd'],
  [/limited$/u, 'ltd'],
  [/incorporated$/u, 'inc'],
  [/corporation$/u, 'corp'],
  [/gesellschaftmitbeschränkterhaftung$/u, 'gmbh'],
];

/** A company's name, normalised, its legal form in one spelling. */
export const foldCompany = (name: string): string =>
  FORMS.reduce((text, [form, spelling]) => text.replace(form, spelling), normalizeValue(name));
