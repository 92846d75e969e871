import { distance } from 'fastest-levenshtein';

/**
 * The known word that `word` was probably meant to be; undefined when none is near: a third of its letters may differ, or all
 * after the first four. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const folded = fold(word);
  const near = known
    .map((one) => ({ one, away: distance(folded, fold(one)) }))
    .toSorted((a, b) => a.away - b.away)
    .find(({ away, one }) => away <= Math.ceil(Math.max(folded.length, one.length) / 3));
  return near?.one ?? known.find((one) => folded.length > 3 && fold(one).startsWith(folded.slice(0, 4)));
}

/** `base_model`, `base-model` and `baseModel` are one word. */
const fold = (word: string): string => word.toLowerCase().replaceAll(/[-_ ]/g, '');
