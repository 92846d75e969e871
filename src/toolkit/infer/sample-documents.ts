import { sha256Hex } from '../lib/hash.ts';

/**
 * Draws documents at random, in the order given. The same documents for the same seed; a larger sample holds every smaller one, and documents
 * that come or go elsewhere change little.
 */
export function sampleDocuments<Item extends { readonly document: string }>(
  documents: readonly Item[],
  count: number,
  seed: number,
): readonly Item[] {
  const drawn = documents
    .map((item) => ({ item, lot: sha256Hex(`${seed} ${item.document}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count);
  const kept = new Set(drawn.map(({ item }) => item));
  return documents.filter((item) => kept.has(item));
}
