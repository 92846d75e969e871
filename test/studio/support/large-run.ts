import { join } from 'node:path';
import sharp from 'sharp';
import type { DatasetDocument, DatasetManifest, Outcome, Scores } from '../../../src/toolkit/index.ts';
import { writeFiles } from '../../support/rehearsal.ts';

const CLASSES = ['letter', 'form', 'email', 'invoice'];
const HASH = '0'.repeat(64);

/** Writes a finished run of so many documents, every fourth of them held out, that all show one picture. */
export async function writeLargeRun(folder: string, documents: number): Promise<void> {
  const pixels = { create: { width: 200, height: 280, channels: 3, background: '#e8e4d8' } } as const;
  const rows = Array.from({ length: documents }, (_, index) => document(index));
  const manifest: DatasetManifest = {
    version: 1,
    name: 'large',
    task: {
      kind: 'classification',
      classes: CLASSES.map((name) => ({ name, description: name })),
      answerFormat: 'json',
      field: 'type',
    },
    prompts: { system: 's', task: 't' },
    imageRecipe: { maxSide: 1000, format: 'auto' },
    recipeHash: HASH,
    seed: 0,
    source: { kind: 'image-folder', location: 'documents' },
    counts: { train: documents - documents / 4, validation: 0, test: documents / 4 },
    classCounts: {},
    skipped: [],
    documents: rows,
    s3Prefix: 's3://bucket/prefix/',
    files: {},
  };
  const held = rows.filter(({ split }) => split === 'test');
  await writeFiles(folder, {
    'run.json': JSON.stringify({ version: 1, recipe: { name: 'large', title: 'Large run' } }),
    [join('dataset', 'manifest.json')]: JSON.stringify(manifest),
    [join('dataset', image(0))]: await sharp(pixels).png().toBuffer(),
    [join('scores', 'base.json')]: JSON.stringify(scores(held, 3)),
    [join('scores', 'tuned.json')]: JSON.stringify(scores(held, 10)),
  });
}

const image = (index: number): string => `images/${index.toString(16).padStart(16, '0')}.png`;

const document = (index: number): DatasetDocument => ({
  id: `scans/${String(index).padStart(6, '0')}.png`,
  image: image(0),
  format: 'png',
  width: 200,
  height: 280,
  bytes: 1000,
  sha256: HASH,
  label: CLASSES[index % CLASSES.length] ?? '',
  split: index % 4 === 3 ? 'test' : 'train',
});

/** Every nth answer is wrong. */
function scores(documents: readonly DatasetDocument[], nth: number): Scores {
  const outcomes = documents.map(({ id, label }, index): Outcome => {
    const isWrong = index % nth === 0;
    const predicted = isWrong ? 'form' : label;
    return { document: id, truth: label, predicted, status: isWrong ? 'wrong' : 'correct', answer: predicted };
  });
  const right = outcomes.filter(({ status }) => status === 'correct').length;
  const value = right / outcomes.length;
  return {
    modelId: 'model',
    task: 'classification',
    documents: outcomes.length,
    accuracy: { successes: right, total: outcomes.length, value, low: value, high: value },
    unreadable: 0,
    missing: 0,
    tokens: { input: 0, output: 0 },
    outcomes,
  };
}
