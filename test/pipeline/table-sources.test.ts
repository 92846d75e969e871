import { expect, it } from 'vitest';
import type { Recipe } from '../../src/toolkit/index.ts';
import { openSource } from '../../src/toolkit/pipeline/steps/prepare.ts';
import { startHubServer } from '../../src/toolkit/prepare/sources/testing/hub-server.mts';
import { imageFeatures, parquetBytes } from '../../src/toolkit/prepare/sources/testing/parquet-tables.mts';
import { idsAndLabels, readSource } from '../../src/toolkit/prepare/sources/testing/read-source.mts';

it('a recipe draws from the Hub that the caller names, by its own seed', async () => {
  const rows = Array.from({ length: 200 }, (_, row) => ({ bytes: Buffer.from(`${row}`), label: row % 2 }));
  const file = parquetBytes(rows, { features: imageFeatures(['letter', 'form']) });
  const hub = await startHubServer({ 'acme/scans': { revisions: { main: { 'train.parquet': file } } } });
  const draw = async (seed: number) => {
    const source = { kind: 'hugging-face', dataset: 'acme/scans', samplesPerLabel: 5 } as const;
    const recipe: Recipe = {
      name: 'r',
      title: 'r',
      source,
      seed,
      task: { kind: 'extraction', answerFormat: 'text', field: 'f' },
      bucket: 'my-bucket',
    };
    return idsAndLabels((await readSource(openSource(recipe, { endpoint: hub.url }))).documents);
  };
  try {
    const first = await draw(1);
    expect(first).toHaveLength(10);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
  } finally {
    await hub.close();
  }
});
