import { Random } from '../random.ts';
import form from '../vocabulary/invoice-form.json' with { type: 'json' };
import catalogue from '../vocabulary/invoice-goods.json' with { type: 'json' };
import { type Company, foundMarket, personName, pickSkewed } from './companies.ts';

export type InvoiceKind = 'special' | 'ordinary' | 'electronic';

export interface InvoiceItem {
  readonly name: string;
  readonly model: string;
  readonly unit: string;
  readonly quantity: number;
  /** Before tax, in cents (fen). */
  readonly amount: number;
  readonly taxPercent: number;
  readonly tax: number;
}

/** Everything that is printed on one invoice. */
export interface Invoice {
  readonly kind: InvoiceKind;
  /** 10 or 12 digits. */
  readonly code: string;
  /** 8 digits, different for each index of one seed. */
  readonly number: string;
  readonly date: { readonly year: number; readonly month: number; readonly day: number };
  readonly seller: Company;
  readonly buyer: Company;
  readonly items: readonly InvoiceItem[];
  /** Sums in cents. */
  readonly amount: number;
  readonly tax: number;
  readonly cipher: readonly string[];
  readonly remark: string;
  readonly people: readonly [string, string, string];
}

const CIPHER_MARKS = [...'0123456789+-*/<>'];

export function writeInvoice(seed: number, index: number): Invoice {
  const market = foundMarket(new Random(['market', seed]));
  const random = new Random(['invoice', seed, index]);
  const kind = random.pick(['special', 'special', 'ordinary', 'electronic']);
  const items = Array.from({ length: random.integer(1, 4) }, () => item(random));
  return {
    kind,
    code: random.integer(1, 6) + random.digits(kind === 'electronic' ? 11 : 9),
    number: invoiceNumber(seed, index),
    date: { year: random.integer(2015, 2019), month: random.integer(1, 12), day: random.integer(1, 28) },
    seller: pickSkewed(random, market.sellers),
    buyer: random.chance(0.6) ? (market.buyers[0] ?? random.pick(market.buyers)) : random.pick(market.buyers),
    items,
    amount: items.reduce((sum, { amount }) => sum + amount, 0),
    tax: items.reduce((sum, { tax }) => sum + tax, 0),
    cipher: Array.from({ length: 4 }, () => Array.from({ length: 26 }, () => random.pick(CIPHER_MARKS)).join('')),
    remark: remark(random),
    people: [personName(random), personName(random), personName(random)],
  };
}

/** Walks through all 8-digit numbers without meeting one twice: the step has no factor in common with 10^8. */
function invoiceNumber(seed: number, index: number): string {
  const start = new Random(['numbers', seed]).integer(0, 99_999_999);
  return String((start + (index % 1e8) * 38_197_271) % 1e8).padStart(8, '0');
}

function item(random: Random): InvoiceItem {
  const goods = random.pick(catalogue.goods);
  const price = Math.round(Math.exp(random.between(Math.log(goods.low), Math.log(goods.high))) * 100);
  const quantity = random.chance(0.5) ? 1 : random.integer(2, 12);
  const taxPercent = random.pick(catalogue.taxPercents);
  const amount = price * quantity;
  const tax = Math.round((amount * taxPercent) / 100);
  return {
    name: goods.name,
    model: random.pick(catalogue.models),
    unit: goods.unit,
    quantity,
    amount,
    taxPercent,
    tax,
  };
}

function remark(random: Random): string {
  const text = random.pick(catalogue.remarks);
  return text.endsWith('：') ? text + random.digits(8) : text;
}

/** 123456 cents are "1234.56". */
export const plainMoney = (cents: number): string => (cents / 100).toFixed(2);

export function printedDate({ date }: Invoice): string {
  const [year = '', month = '', day = ''] = form.dateMarks;
  return `${date.year}${year}${twoDigits(date.month)}${month}${twoDigits(date.day)}${day}`;
}

/** What a reader of the invoice should find; the date as 2017-04-18, the total as 38266.00. */
export function truthOf(invoice: Invoice) {
  const { date } = invoice;
  return {
    seller: invoice.seller.name,
    buyer: invoice.buyer.name,
    invoiceNumber: invoice.number,
    issueDate: `${date.year}-${twoDigits(date.month)}-${twoDigits(date.day)}`,
    totalWithTax: plainMoney(invoice.amount + invoice.tax),
  };
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
