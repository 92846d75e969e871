import type { Proportion } from '../../../src/studio/api.ts';

/** Numbers and times as the reader's language writes them. */
export interface Format {
  readonly number: (value: number, digits?: number) => string;
  /** 0.912 → 91.2 %. */
  readonly percent: (share: number) => string;
  /** With its 95 % interval. */
  readonly interval: (share: { readonly low: number; readonly high: number }) => string;
  /** 29 / 32. */
  readonly of: (share: Proportion) => string;
  readonly date: (iso: string) => string;
  /** Of day, with seconds. */
  readonly time: (iso: string) => string;
  readonly money: (amount: number, currency: string, digits?: number) => string;
  /** Cents from ten cents up, four digits below. */
  readonly smallMoney: (amount: number, currency: string) => string;
  readonly bytes: (bytes: number) => string;
  /** 1:02:03. */
  readonly duration: (milliseconds: number) => string;
}

export function createFormat(locale: string): Format {
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const percent = (share: number) => `${number(share * 100, 1)} %`;
  const money = (amount: number, currency: string, digits = 2) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount);
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    number,
    percent,
    interval: ({ low, high }) => `${number(low * 100, 1)}–${number(high * 100, 1)} %`,
    of: ({ successes, total }) => `${number(successes)} / ${number(total)}`,
    time: (iso) => times.format(new Date(iso)),
    date: (iso) => dates.format(new Date(iso)),
    money,
    smallMoney: (amount, currency) => money(amount, currency, amount < 0.1 ? 4 : 2),
    bytes: (bytes) => {
      if (bytes < 1000) return `${bytes} B`;
      return bytes < 1e6 ? `${number(bytes / 1e3, 1)} kB` : `${number(bytes / 1e6, 1)} MB`;
    },
    duration: (milliseconds) => {
      const seconds = Math.max(0, Math.floor(milliseconds / 1000));
      const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      return `${hours}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
    },
  };
}
