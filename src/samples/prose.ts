import type { Random } from './random.ts';
import prose from './vocabulary/business-prose.json' with { type: 'json' };
import world from './vocabulary/people-and-places.json' with { type: 'json' };

const INITIALS = [...'ABCDEFGHJKLMPRSTW'];
const SMALL_WORDS = ['of', 'and', 'for', 'in'];

/** Writes English that reads like an office of the years 1962 to 2001: names, dates, sums, sentences. */
export class Prose {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  lastName(): string {
    return this.random.pick(world.lastNames);
  }

  firstName(): string {
    return this.random.pick(world.firstNames);
  }

  initial(): string {
    return this.random.pick(INITIALS);
  }

  name(): string {
    const middle = this.random.chance(0.6) ? ` ${this.initial()}.` : '';
    return `${this.firstName()}${middle} ${this.lastName()}`;
  }

  titledName(): string {
    return `${this.random.pick(world.titles)} ${this.name()}`;
  }

  organisation(): string {
    return `${this.random.pick(world.organisations)} ${this.random.pick(world.suffixes)}`;
  }

  department(): string {
    return this.random.pick(world.departments);
  }

  university(): string {
    return this.random.pick(world.universities);
  }

  position(): string {
    return this.random.pick(world.positions);
  }

  place(): string {
    return this.random.pick(world.places);
  }

  town(): string {
    return this.place().split(',')[0] ?? '';
  }

  street(): string {
    return `${this.random.integer(10, 2900)} ${this.random.pick(world.streets)}`;
  }

  phone(): string {
    return `(${this.random.integer(201, 919)}) ${this.random.integer(220, 989)}-${this.random.digits(4)}`;
  }

  year(): number {
    return this.random.integer(1962, 2001);
  }

  date(): string {
    const { random } = this;
    const year = this.year();
    const day = random.integer(1, 28);
    if (random.chance(0.6)) return `${random.pick(world.months)} ${day}, ${year}`;
    if (random.chance(0.5)) return `${random.integer(1, 12)}/${day}/${String(year).slice(2)}`;
    return `${day} ${random.pick(world.months)} ${year}`;
  }

  /** As an e-mail programme writes it. */
  sentAt(): string {
    const { random } = this;
    const clock = `${random.integer(1, 12)}:${random.integer(0, 5)}${random.integer(0, 9)} ${random.pick(['AM', 'PM'])}`;
    const day = `${random.pick(world.months)} ${random.integer(1, 28)}, ${random.integer(1995, 2004)}`;
    return `${random.pick(world.weekdays)}, ${day} ${clock}`;
  }

  /** Sums spread evenly over their orders of magnitude. */
  money(low = 50, high = 90_000): string {
    const value = Math.exp(this.random.between(Math.log(low), Math.log(high)));
    return grouped(Math.floor(value), `.${this.random.digits(2)}`);
  }

  count(low: number, high: number): string {
    return grouped(this.random.integer(low, high), '');
  }

  decimal(low: number, high: number, places: number): string {
    return this.random.between(low, high).toFixed(places);
  }

  thing(): string {
    const { random } = this;
    const quality = random.chance(0.6) ? `${random.pick(prose.adjectives)} ` : '';
    const second = random.chance(0.3) ? ` ${random.pick(prose.nouns)}` : '';
    return `the ${quality}${random.pick(prose.nouns)}${second}`;
  }

  private clause(): string {
    const { random } = this;
    const verb = random.pick(prose.verbs);
    const when = random.pick(prose.circumstances);
    switch (random.integer(0, 5)) {
      case 0:
        return `${this.thing()} was ${verb} ${when}`;
      case 1:
        return `we have ${verb} ${this.thing()} and ${this.thing()}`;
      case 2:
        return `${this.thing()} has been ${verb} by ${this.lastName()} and ${this.lastName()}`;
      case 3:
        return `${withArticle(random.pick(prose.adjectives))} ${random.pick(prose.nouns)} of ${random.integer(2, 95)} percent was ${verb} in ${this.thing()}`;
      case 4:
        return `${this.thing()} of ${this.thing()} will be ${verb} ${when}`;
      default:
        return `it is ${random.pick(prose.judgements)} that ${this.thing()} be ${verb}`;
    }
  }

  sentence(): string {
    const { random } = this;
    // Words of the other classes stand on every kind of page.
    if (random.chance(0.05)) return random.pick(prose.crossReferences);
    const first = this.clause();
    const more = random.chance(0.35) ? `${random.pick(prose.joints)} ${this.clause()}` : '';
    return `${capital(first)}${more}.`;
  }

  paragraph(sentences = this.random.integer(2, 5)): string {
    return Array.from({ length: sentences }, () => this.sentence()).join(' ');
  }

  /** A heading of about `words` words. */
  heading(words = this.random.integer(3, 7)): string {
    const { random } = this;
    const list = Array.from({ length: words }, (_, i) => {
      if (i % 3 === 2 && i < words - 1) return random.pick(SMALL_WORDS);
      return capital(random.chance(0.3) && i < words - 1 ? random.pick(prose.adjectives) : random.pick(prose.nouns));
    });
    return list.join(' ');
  }
}

const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const grouped = (whole: number, rest: string): string => `${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
