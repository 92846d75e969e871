import { findReservedStrings } from '../lib/reserved-strings.ts';

/** What rules ask about a text, found once. */
export interface TextFacts {
  /** No character besides white space. */
  readonly blank: boolean;
  /** Holds a reserved string, in some letter case. */
  readonly reserved: boolean;
}

/** Texts remembered, one for each place of a record; prompts stand at the first ones. */
const PLACES = 64;
/** Shorter texts are looked at anew: that costs less than comparing. Characters. */
const WORTH_REMEMBERING = 48;

interface Remembered {
  readonly text: string;
  readonly facts: TextFacts;
}

/** Facts of texts; those of a prompt that every record repeats are found once. Memory: 64 texts. */
export class TextMemory {
  readonly #last: (Remembered | undefined)[] = new Array<Remembered | undefined>(PLACES).fill(undefined);

  /** @param place how many texts of the record came before. */
  look(text: string, place: number): TextFacts {
    if (text.length < WORTH_REMEMBERING || place >= PLACES) return factsOf(text);
    const last = this.#last[place];
    if (last !== undefined && last.text === text) return last.facts;
    const facts = factsOf(text);
    this.#last[place] = { text, facts };
    return facts;
  }
}

const NOT_BLANK = /\S/;
/** Of nearly all texts. */
const SOUND: TextFacts = { blank: false, reserved: false };

function factsOf(text: string): TextFacts {
  const blank = !NOT_BLANK.test(text);
  return blank || hasReservedString(text) ? { blank, reserved: !blank } : SOUND;
}

/** What every reserved string has in it: tells most texts apart without gathering anything. */
const SIGNS = /[mrt]:|\[eos|<[ivu]/i;

function hasReservedString(text: string): boolean {
  if (!text.includes(':') && !text.includes('<') && !text.includes('[')) return false;
  return SIGNS.test(text) && findReservedStrings(text).length > 0;
}
