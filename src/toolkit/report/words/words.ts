import { EN, type Words } from './en.ts';
import type { ReportLanguage } from './language.ts';
import { ZH } from './zh.ts';

const WORDS: Readonly<Record<ReportLanguage, Words>> = { en: EN, zh: ZH };

export const wordsOf = (language: ReportLanguage): Words => WORDS[language];
