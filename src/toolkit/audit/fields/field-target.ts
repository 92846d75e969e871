import { normalizeText } from '../../../pages/index.ts';
import { isNameLabel } from './assign-parties.ts';
import type { PageField } from './page-fields.ts';
import { type PartyRole, roleNamedIn, withoutRoleWords } from './party-roles.ts';

/** What the label of a document should be, made from the user's words for it. */
export interface FieldTarget {
  /** The user's words, e.g. `销售方名称`, `invoice number`. */
  readonly description: string;
  /** The party whose field it is. */
  readonly party?: PartyRole;
  /** Whether it is the party's name. */
  readonly isPartyName: boolean;
  /** Words and character pairs of the description, without those of the party. */
  readonly terms: ReadonlySet<string>;
}

const NOT_A_NAME = /号|码|地址|电话|账|开户|日期|金额|税|number|address|phone|bank|date|amount|total|tax\b|\bid\b/iu;
const NO_TERMS = new Set([
  'the',
  'of',
  'on',
  'in',
  'and',
  'a',
  'an',
  's',
  'this',
  'name',
  'field',
  'value',
  'document',
]);
/** A label must share this much of the description's terms. */
const LEAST_OVERLAP = 0.5;

/** @param description in any language, e.g. `销售方名称`, `seller's name`, `invoice number` */
export function describeField(description: string): FieldTarget {
  const party = roleNamedIn(description);
  return {
    description,
    ...(party && { party }),
    isPartyName: party !== undefined && !NOT_A_NAME.test(withoutRoleWords(description)),
    terms: termsOf(withoutRoleWords(description)),
  };
}

/** The field of the page that the target means; undefined when none does or two do equally well. */
export function wantedField(target: FieldTarget, fields: readonly PageField[]): PageField | undefined {
  const scored = fields
    .filter(({ value }) => normalizeText(value).length >= 2)
    .map((field) => ({ field, score: scoreOf(target, field) }))
    .filter(({ score }) => score >= LEAST_OVERLAP)
    .toSorted((a, b) => b.score - a.score);
  const [best, next] = scored;
  if (best === undefined) return undefined;
  const rivals =
    next !== undefined &&
    next.score === best.score &&
    normalizeText(next.field.value) !== normalizeText(best.field.value);
  return rivals && !target.isPartyName ? undefined : best.field;
}

function scoreOf(target: FieldTarget, field: PageField): number {
  const partyFits = target.party === undefined || field.party === target.party;
  if (target.isPartyName)
    return partyFits && isNameLabel(field.label) ? 1 + (/称|name/iu.test(field.label) ? 0.1 : 0) : 0;
  if (target.party !== undefined && field.party !== undefined && !partyFits) return 0;
  const terms = termsOf(withoutRoleWords(field.label));
  const shared = [...target.terms].filter((term) => terms.has(term)).length;
  const overlap = target.terms.size === 0 ? 0 : shared / target.terms.size;
  return overlap + (overlap > 0 && partyFits && target.party !== undefined ? 0.1 : 0);
}

/** Words of letters and figures, and pairs of neighbouring characters where words are not parted. */
function termsOf(text: string): Set<string> {
  const folded = text.normalize('NFKC').toLowerCase();
  const words = folded.match(/[a-z\d]+/g) ?? [];
  const runs = folded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu) ?? [];
  const pairs = runs.flatMap((run) =>
    [...run].slice(0, -1).map((character, at) => character + ([...run][at + 1] ?? '')),
  );
  return new Set([...words.filter((word) => !NO_TERMS.has(word)), ...pairs]);
}
