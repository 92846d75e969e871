import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTIFACTS, type Recipe, readDataset, readRecipe, runPipeline } from '../../src/toolkit/index.ts';
import { encodePage } from '../support/coded-pages.ts';
import { collect, drain, openRehearsal, type Rehearsal, writeFiles } from '../support/rehearsal.ts';

const SELLERS = ['Acme Paper', 'Borealis Tools', 'Cedar Foods', 'Dune Glass', 'Ember Books', 'Fjord Metals'];

let rehearsal: Rehearsal;
let recipe: Recipe;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  // Two photos of each invoice; the group keeps them together.
  const rows = Array.from({ length: 24 }, (_, index) => ({
    image: `photo-${index}.png`,
    seller: `${SELLERS[Math.floor(index / 2) % SELLERS.length]} ${Math.floor(index / 2)} Ltd`,
    number: `F-${Math.floor(index / 2)}`,
  }));
  for (const [index, { image, seller, number }] of rows.entries()) {
    const page = await encodePage(['Invoice', number, 'Seller', seller, `Total ${index * 7}.00`]);
    await writeFiles(rehearsal.folder, { [`scans/${image}`]: page });
  }
  const table = rows.map(({ image, seller, number }) => `${image},${seller},${number}`).join('\n');
  const file = {
    name: 'sellers',
    source: {
      kind: 'images-and-csv',
      images: 'scans',
      labels: 'labels.csv',
      labelColumn: 'seller',
      groupColumn: 'number',
    },
    task: { kind: 'extraction' },
    split: { validation: { count: 4 }, test: { count: 6 } },
    seed: 2,
    bucket: 'invoices',
    baseModel: 'nova-pro',
    endpoint: 'throughput',
    pollIntervalMs: 20,
    concurrency: 2,
    cleanup: true,
  };
  await writeFiles(rehearsal.folder, {
    'labels.csv': `image,seller,number\n${table}\n`,
    'recipe.json': JSON.stringify(file),
  });
  recipe = await readRecipe(join(rehearsal.folder, 'recipe.json'));
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

describe('a run over photos and a table, on provisioned throughput', { timeout: 90_000 }, () => {
  const read = async (name: keyof typeof ARTIFACTS) =>
    JSON.parse(await readFile(join(rehearsal.folder, 'run', ARTIFACTS[name]), 'utf8'));

  it('comes to its end with a validation loss and a comparison', async () => {
    const options = { folder: join(rehearsal.folder, 'run'), version: '0.0.0-test' };
    const { result } = await drain(runPipeline(recipe, options, rehearsal.cloud));
    expect(result.comparison?.documents).toBe(6);
    expect((await read('metrics')).validation.length).toBeGreaterThan(0);
    expect(await read('job')).toMatchObject({
      status: 'Completed',
      base_model: expect.stringContaining('amazon.nova-pro-v1:0:300k'),
      validation_data_uri: 's3://invoices/runs/sellers/data/validation.jsonl',
    });
    expect(await read('endpoint')).toMatchObject({ kind: 'throughput', status: 'InService' });
  });

  it('keeps the photos of an invoice in one split', async () => {
    const { manifest } = await readDataset(join(rehearsal.folder, 'run', 'dataset'));
    const splits = new Map<string, Set<string>>();
    for (const { group = '', split } of manifest.documents) {
      splits.set(group, (splits.get(group) ?? new Set()).add(split));
    }
    expect(splits.size).toBe(12);
    expect([...splits.values()].every((found) => found.size === 1)).toBe(true);
  });

  it('pays for throughput no longer than it needs it', async () => {
    const { throughput, customizer, roles, objects } = rehearsal.cloud;
    expect(rehearsal.count('CreateProvisionedModelThroughput')).toBe(1);
    expect(await collect(throughput.list({}))).toEqual([]);
    expect(await collect(customizer.listModels({}))).toEqual([]);
    expect(await collect(roles.list())).toEqual([]);
    expect(await objects.bucketRegion('invoices')).toBeUndefined();
    expect((await read('cleanup')).deleted.map(({ kind }: { readonly kind: string }) => kind)).toEqual([
      'throughput',
      'model',
      'role',
      'objects',
      'bucket',
    ]);
  });
});
