import { proportion } from '../lib/wilson.ts';
import type { Scores } from '../model/scores.ts';
import { foldCompany } from './metrics/company-form.ts';
import type { TextDistance } from './metrics/text-distance.ts';
import { bootstrap, SHARE, type Weights, weightedMean } from './statistics/bootstrap.ts';
import type { Units } from './statistics/units.ts';

/**
 * What extraction adds to the scores.
 * @param documents the texts of each document: one, or one for each field of its truth.
 */
export function extractionScores(documents: readonly (readonly TextDistance[])[], units: Units): Partial<Scores> {
  const { cer, anls, similarity } = textEstimates(documents, units);
  const share = (isEqual: (text: TextDistance) => boolean) =>
    proportion(documents.filter((texts) => texts.every(isEqual)).length, documents.length);
  return {
    exactMatch: share(({ truth, predicted }) => truth === predicted),
    sameCompany: share(
      ({ truth, predicted }) => predicted !== undefined && foldCompany(predicted) === foldCompany(truth),
    ),
    meanSimilarity: similarity.value,
    similarity,
    cer,
    anls,
  };
}

/** Error rate and both similarities over documents, with their intervals. A document counts the mean of its texts. */
export function textEstimates(documents: readonly (readonly TextDistance[])[], units: Units) {
  const means = (of: (text: TextDistance) => number) =>
    documents.map((texts) => texts.reduce((sum, text) => sum + of(text), 0) / Math.max(1, texts.length));
  const sums = (of: (text: TextDistance) => number) =>
    documents.map((texts) => texts.reduce((sum, text) => sum + of(text), 0));
  const [anls, similarity] = [means((text) => text.anls), means((text) => text.similarity)];
  const [edits, characters] = [sums((text) => text.edits), sums((text) => text.characters)];
  const statistic = (weights: Weights) => ({
    cer: weightedMean(edits, weights) / weightedMean(characters, weights),
    anls: weightedMean(anls, weights),
    similarity: weightedMean(similarity, weights),
  });
  // Edits may outnumber characters: no mean is above the worst document.
  const worst = edits.reduce((most, count, index) => Math.max(most, count / Math.max(1, characters[index] ?? 1)), 1);
  return bootstrap(units, statistic, { cer: { least: 0, most: worst }, anls: SHARE, similarity: SHARE });
}
