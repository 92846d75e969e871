import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACTS, type Comparison, type Prediction, readPredictions } from '../../src/toolkit/index.ts';

/** What a run folder says, without what differs from run to run: resource ids, times and the order of answers. */
export async function resultsIn(run: string): Promise<object> {
  const read = async (name: keyof typeof ARTIFACTS) => JSON.parse(await readFile(join(run, ARTIFACTS[name]), 'utf8'));
  const manifest = JSON.parse(await readFile(join(run, ARTIFACTS.dataset, 'manifest.json'), 'utf8'));
  const { base, tuned, ...comparison } = (await read('comparison')) as Comparison;
  return {
    // Where the documents lay is the test's own temporary folder.
    manifest: { ...manifest, source: { ...manifest.source, location: undefined } },
    validation: await read('validation'),
    metrics: withoutFiles(await read('metrics')),
    comparison,
    accuracies: [base.accuracy, tuned.accuracy],
    base: answersOf(await readPredictions(join(run, ARTIFACTS.basePredictions))),
    tuned: answersOf(await readPredictions(join(run, ARTIFACTS.tunedPredictions))),
  };
}

const withoutFiles = ({ files: _, ...metrics }: { readonly files: unknown }) => metrics;

const answersOf = (predictions: readonly Prediction[]) =>
  predictions
    .map(({ document, answer, stopReason, inputTokens, outputTokens }) => ({
      document,
      answer,
      stopReason,
      inputTokens,
      outputTokens,
    }))
    .sort((a, b) => a.document.localeCompare(b.document));
