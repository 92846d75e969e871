import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StandInModel, serializeStandIn } from '../model/index.ts';
import { openModelCache } from './model-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'novatune-models-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, note: string): string {
  const model: StandInModel = {
    pageVersion: '',
    examplesSha256: '',
    hyperparameters: { epochCount: 1, learningRate: 1e-5, batchSize: 1, warmupSteps: 0, seed: 1 },
    counts: { examples: 0, skipped: 0, validation: 0 },
    groups: [],
    training: [],
    validation: [],
    notes: [note],
  };
  const path = join(folder, name);
  writeFileSync(path, serializeStandIn(model));
  return path;
}

let paths: string[] = [];
beforeAll(() => {
  paths = Array.from({ length: 5 }, (_, index) => write(`${index}`, `model ${index}`));
});

it('loads a model once, also when it is asked for at the same time', async () => {
  const cache = openModelCache();
  const [path = ''] = paths;
  const [first, second] = await Promise.all([cache.load(path), cache.load(path)]);
  expect(second).toBe(first);
  expect(await cache.load(path)).toBe(first);
});

it('keeps the four models used last', async () => {
  const cache = openModelCache();
  const [first = '', second = '', ...others] = paths;
  const [kept, dropped] = [await cache.load(first), await cache.load(second)];
  for (const path of others) {
    await cache.load(path);
    await cache.load(first);
  }
  expect(await cache.load(first)).toBe(kept);
  expect(await cache.load(second)).not.toBe(dropped);
});

it('reads a replaced file again and does not remember a failure', async () => {
  const cache = openModelCache();
  const path = write('replaced', 'old');
  expect((await cache.load(path)).notes).toEqual(['old']);
  writeFileSync(path, 'no model');
  await expect(cache.load(path)).rejects.toThrow('Expected the bytes of a stand-in model');
  write('replaced', 'new');
  utimesSync(path, 1, 1);
  expect((await cache.load(path)).notes).toEqual(['new']);
  await expect(cache.load(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
