import { describe, expect, it } from 'vitest';
import type { DatasetDocument, DatasetManifest } from '../model/dataset.ts';
import { datasetStats } from './dataset-stats.ts';

function document(changes: Partial<DatasetDocument>): DatasetDocument {
  return {
    id: 'x',
    image: 'images/0000000000000000.png',
    format: 'png',
    width: 900,
    height: 900,
    bytes: 1000,
    sha256: '0'.repeat(64),
    label: 'letter',
    split: 'train',
    ...changes,
  };
}

function manifest(documents: readonly DatasetDocument[], changes: Partial<DatasetManifest> = {}): DatasetManifest {
  return {
    version: 1,
    name: 'scans',
    task: {
      kind: 'classification',
      classes: [
        { name: 'letter', description: '' },
        { name: 'memo', description: '' },
      ],
      answerFormat: 'text',
      field: 'type',
    },
    prompts: { system: 'a'.repeat(40), task: '图'.repeat(10) },
    imageRecipe: { maxSide: 1600, format: 'png' },
    recipeHash: '',
    seed: 0,
    source: { kind: 'image-folder', location: '' },
    counts: { train: 0, validation: 0, test: 0 },
    classCounts: {},
    skipped: [],
    documents,
    s3Prefix: 's3://bucket/',
    files: {},
    ...changes,
  };
}

describe('datasetStats', () => {
  it('counts documents by split, class, group and format', () => {
    const stats = datasetStats(
      manifest(
        [
          document({ group: 'a' }),
          document({ group: 'a', label: 'memo', bytes: 3000, width: 600 }),
          document({ group: 'b', format: 'jpeg', bytes: 500 }),
          document({ split: 'test', label: 'memo', width: 300, height: 450 }),
        ],
        {
          skipped: [
            { id: '1', code: 'image-broken', message: '' },
            { id: '2', code: 'image-broken', message: '' },
          ],
        },
      ),
    );
    expect(stats).toMatchObject({
      documents: 4,
      splits: {
        train: { documents: 3, groups: 1, labels: 2, bytes: 4500 },
        validation: { documents: 0, groups: 0, labels: 0, bytes: 0 },
        test: { documents: 1, groups: 0, labels: 1, bytes: 1000 },
      },
      classes: [
        { name: 'letter', train: 2, validation: 0, test: 0 },
        { name: 'memo', train: 1, validation: 0, test: 1 },
      ],
      groups: { groups: 1, documents: 2, largest: 2 },
      images: {
        formats: { jpeg: { images: 1, bytes: 500 }, png: { images: 3, bytes: 5000 } },
        bytes: 5500,
        bytesEach: { min: 500, median: 1000, max: 3000 },
        width: { min: 300, median: 600, max: 900 },
        height: { min: 450, median: 900, max: 900 },
      },
      skipped: { 'image-broken': 2 },
    });
  });

  it('estimates tokens of images and texts, from below and from above', () => {
    const { splits, images } = datasetStats(manifest([document({}), document({})]));
    // 46 Latin characters with the answer, 10 Chinese ones.
    expect(splits.train.tokens.texts).toEqual({ low: 2 * Math.floor(46 / 8 + 5), high: 2 * Math.ceil(46 / 4 + 10) });
    expect(splits.train.tokens.images).toEqual({ low: 2 * images.tokensEach.min, high: 2 * images.tokensEach.max });
    expect(images.tokensEach.min).toBe(1300);
    expect(splits.train.tokens.total.low).toBe(splits.train.tokens.images.low + splits.train.tokens.texts.low);
    expect(splits.test.tokens.total).toEqual({ low: 0, high: 0 });
  });

  it('is all zeros for an empty data set, and names no classes of values', () => {
    const stats = datasetStats(manifest([], { task: { kind: 'extraction', answerFormat: 'text', field: 'seller' } }));
    expect(stats.classes).toEqual([]);
    expect(stats.images.width).toEqual({ min: 0, median: 0, max: 0 });
    expect(stats.groups).toEqual({ groups: 0, documents: 0, largest: 0 });
  });
});
