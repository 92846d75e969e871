import { ANY_IMAGE_TOKENS, imageTokenRange, type TokenRange } from '../../lib/image-token-range.ts';
import { textTokenRange } from '../../lib/text-token-range.ts';
import type { MediaFacts } from '../media-facts.ts';
import type { RecordView } from '../record-view.ts';
import { type RecordContext, type RecordRule, SOURCES } from '../rule.ts';

/** Documented as "32k". */
const MAX_TOKENS = 32_000;
/** The most that "32k" can mean. */
const CERTAIN_MAX_TOKENS = 32_768;

/** Likely tokens of an image of unknown size: a square of 900 pixels. */
const UNKNOWN_IMAGE: TokenRange = { low: ANY_IMAGE_TOKENS.low, high: 1300 };

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
  let most = media.length * ANY_IMAGE_TOKENS.high;
  for (let index = 0; index < texts.length; index++) most += texts[index]?.text.length ?? 0;
  return most <= MAX_TOKENS;
}

function estimate(record: RecordView, { media }: RecordContext): { readonly least: number; readonly likely: number } {
  const texts = record.texts.map(({ text }) => textTokenRange(text));
  const images = record.media
    .filter(({ kind }) => kind === 'image')
    .map(({ pointer }) => imageTokens(media.get(pointer)));
  const sum = (end: 'low' | 'high') => [...texts, ...images].reduce((total, range) => total + range[end], 0);
  return { least: sum('low'), likely: sum('high') };
}

function imageTokens(facts: MediaFacts | undefined): TokenRange {
  if (facts?.kind !== 'found' || facts.sniffed?.kind !== 'image') return UNKNOWN_IMAGE;
  const { high } = imageTokenRange(facts.sniffed.width, facts.sniffed.height);
  return { low: ANY_IMAGE_TOKENS.low, high };
}
