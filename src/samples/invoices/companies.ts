import type { Random } from '../random.ts';
import words from '../vocabulary/invoice-companies.json' with { type: 'json' };
import form from '../vocabulary/invoice-form.json' with { type: 'json' };

/** What an invoice prints about either party. */
export interface Company {
  readonly name: string;
  readonly city: string;
  /** 15 or 18 digits. */
  readonly taxpayerNumber: string;
  readonly addressAndPhone: string;
  readonly bankAndAccount: string;
}

/** Sellers of one seed, most frequent first; buyers likewise. */
export interface Market {
  readonly sellers: readonly Company[];
  readonly buyers: readonly Company[];
}

const SELLERS = 14;

export function foundMarket(random: Random): Market {
  const names = new Set<string>();
  while (names.size < SELLERS) names.add(sellerName(random));
  const buyers = random.sample(words.buyers, 4);
  return {
    sellers: [...names].map((name) => company(random, name)),
    buyers: buyers.map((name) => company(random, name)),
  };
}

function sellerName(random: Random): string {
  const city = random.pick(words.cities);
  if (random.chance(0.14)) return city + random.pick(words.institutions);
  const brand = random.sample(words.syllables, random.integer(2, 3)).join('');
  const trade = random.pick(words.trades);
  const ending = random.pick(words.endings);
  const shape = random.next();
  if (shape < 0.28) return `${brand}（${city}）${trade}${ending}`;
  if (shape < 0.42) return `${brand}${trade}（${city}）${ending}`;
  return `${city}${brand}${trade}${ending}`;
}

function company(random: Random, name: string): Company {
  const city = words.cities.find((known) => name.includes(known)) ?? random.pick(words.cities);
  const street = `${random.pick(words.districts)}${random.pick(words.streets)}${random.integer(1, 300)}${form.houseNumber}`;
  const phone = `0${random.integer(10, 29)}-${random.integer(2, 8)}${random.digits(7)}`;
  return {
    name,
    city,
    taxpayerNumber: random.integer(1, 9) + random.digits(random.chance(0.6) ? 14 : 17),
    addressAndPhone: `${city}${form.town}${street} ${phone}`,
    bankAndAccount: `${random.pick(words.banks)}${city}${random.pick(words.bankOffices)} ${random.digits(16)}`,
  };
}

/** The first few take most of it: item k is about 1 / (k + 1) as likely as the first. */
export function pickSkewed<T>(random: Random, items: readonly T[]): T {
  const index = Math.floor(items.length ** random.next()) - 1;
  return items[Math.min(index, items.length - 1)] ?? random.pick(items);
}

export function personName(random: Random): string {
  return random.pick(words.surnames) + random.pick(words.givenNames);
}
