import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en, type Messages } from './en.ts';
import { createFormat, type Format } from './format.ts';
import { zh } from './zh.ts';

export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'novatune-studio-language';
const MESSAGES: Readonly<Record<Language, Messages>> = { en, zh };
const LOCALE: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

interface LanguageValue {
  readonly t: Messages;
  readonly format: Format;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageValue | undefined>(undefined);

/** The language is the one chosen last, else the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = LOCALE[language];
    localStorage.setItem(STORED, language);
  }, [language]);
  const value = useMemo(
    () => ({ t: MESSAGES[language], format: createFormat(LOCALE[language]), language, setLanguage }),
    [language],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useText(): LanguageValue {
  const value = useContext(LanguageContext);
  if (!value) throw new TypeError('Expected a LanguageProvider around the dashboard.');
  return value;
}

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
