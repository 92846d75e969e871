import { findReservedStrings } from '../lib/reserved-strings.ts';

/** What rules ask about a text, found once. */
export interface TextFacts {
  readonly text: string;
  /** No character besides white space. */
  readonly blank: boolean;
  /** Holds a reserved string, in some letter case. */
  readonly reserved: boolean;
  /** 32 bits over the text; long texts are sampled, see `hashText`. */
  readonly hash: number;
}

/** Texts remembered, one for each place of a record; prompts stand at the first ones. */
const PLACES = 64;
/** Shorter texts are looked at anew: that costs less than comparing. Characters. */
const WORTH_REMEMBERING = 48;

/** Facts of texts; those of a prompt that every record repeats are found once. Memory: 64 texts. */
export class TextMemory {
  readonly #last: (TextFacts | undefined)[] = new Array<TextFacts | undefined>(PLACES).fill(undefined);

  /** @param place how many texts of the record came before. */
  look(text: string, place: number): TextFacts {
    if (text.length < WORTH_REMEMBERING || place >= PLACES) return factsOf(text);
    const last = this.#last[place];
    if (last !== undefined && last.text === text) return last;
    const facts = factsOf(text);
    this.#last[place] = facts;
    return facts;
  }
}

const NOT_BLANK = /\S/;

function factsOf(text: string): TextFacts {
  return { text, blank: !NOT_BLANK.test(text), reserved: hasReservedString(text), hash: hashText(text) };
}

/** Every reserved string has one of these characters, and looking for one character is much faster. */
function hasReservedString(text: string): boolean {
  if (!text.includes(':') && !text.includes('<') && !text.includes('[')) return false;
  return findReservedStrings(text).length > 0;
}

/** Characters at either end of a text that all count; in between, every eighth does. */
const WHOLE_ENDS = 256;

/** FNV-1a over UTF-16 units. Beside a checksum of the whole line, so sampling the middle of long texts is enough. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  const length = text.length;
  const tail = Math.max(WHOLE_ENDS, length - WHOLE_ENDS);
  let hash = seed ^ length;
  let index = 0;
  for (; index < length && index < WHOLE_ENDS; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  for (; index < tail; index += 8) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  for (index = tail; index < length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}
