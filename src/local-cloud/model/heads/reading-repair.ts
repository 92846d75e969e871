import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import type { KnownAnswer } from './head.ts';

const MIN_SIMILARITY = 0.8;
/** One sighting may itself be a misreading. */
const MIN_COUNT = 2;

/**
 * Replaces a reading by the most similar training answer, if one seen at least twice is at least 0.8 similar.
 * A reading that is itself a training answer stays.
 */
export function repairReading(reading: string, known: readonly KnownAnswer[]): string {
  const normalized = normalizeText(reading);
  let best = reading;
  let bestSimilarity = 0;
  for (const { text, count } of known) {
    if (count > 0 && normalizeText(text) === normalized) return reading;
    if (count < MIN_COUNT) continue;
    const similarity = textSimilarity(text, reading);
    if (similarity > bestSimilarity) [best, bestSimilarity] = [text, similarity];
  }
  return bestSimilarity >= MIN_SIMILARITY ? best : reading;
}
