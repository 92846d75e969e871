import { estimateImageTokens, FEWEST_IMAGE_TOKENS, MOST_IMAGE_TOKENS, USUAL_IMAGE_TOKENS } from '../image-tokens.ts';
import type { MediaFacts } from '../media-facts.ts';
import type { RecordView } from '../record-view.ts';
import { type RecordContext, type RecordRule, SOURCES } from '../rule.ts';

/** Documented as "32k". */
const MAX_TOKENS = 32_000;
/** The most that "32k" can mean. */
const CERTAIN_MAX_TOKENS = 32_768;

/** No tokenizer is published, so an error needs an estimate from below; the likely count only warns. */
export const tokenEstimate: RecordRule = {
  code: 'token-estimate',
  severity: 'error',
  remedy: 'Shorten the texts or use fewer images in the record.',
  source: SOURCES.novaGuide,
  check(record, context, report) {
    if (isSurelyShort(record)) return;
    const tokens = estimate(record, context);
    if (tokens.least > CERTAIN_MAX_TOKENS) {
      const message = `Expected at most ${MAX_TOKENS} tokens in a record, but this has at least ${tokens.least}.`;
      report({ message });
    } else if (tokens.likely > MAX_TOKENS) {
      const message = `Expected at most ${MAX_TOKENS} tokens in a record, but this has about ${tokens.likely}.`;
      report({ message, severity: 'warning' });
    }
  },
};

/** No character is taken for more than a token, so counting them settles nearly all records. */
function isSurelyShort({ texts, media }: RecordView): boolean {
  let most = media.length * MOST_IMAGE_TOKENS;
  for (let index = 0; index < texts.length; index++) most += texts[index]?.text.length ?? 0;
  return most <= MAX_TOKENS;
}

function estimate(record: RecordView, { media }: RecordContext): { readonly least: number; readonly likely: number } {
  let least = 0;
  let likely = 0;
  for (const { text } of record.texts) {
    const narrow = countNarrow(text);
    const wide = text.length - narrow;
    // English takes some 4 characters a token and long words up to 8; Chinese about 1 character, common words 2.
    least += narrow / 8 + wide / 2;
    likely += narrow / 4 + wide;
  }
  for (const { kind, pointer } of record.media) {
    if (kind !== 'image') continue;
    least += FEWEST_IMAGE_TOKENS;
    likely += imageTokens(media.get(pointer));
  }
  return { least: Math.floor(least), likely: Math.ceil(likely) };
}

function imageTokens(facts: MediaFacts | undefined): number {
  if (facts?.kind !== 'found' || facts.sniffed?.kind !== 'image') return USUAL_IMAGE_TOKENS;
  return estimateImageTokens(facts.sniffed.width, facts.sniffed.height);
}

function countNarrow(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) < 0x0250) count += 1;
  return count;
}
