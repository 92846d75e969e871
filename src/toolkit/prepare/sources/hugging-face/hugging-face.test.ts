import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubServer, type ServedDataset, startHubServer } from '../testing/hub-server.mts';
import { type ImageRow, imageFeatures, parquetBytes } from '../testing/parquet-tables.mts';
import { idsAndLabels, readSource } from '../testing/read-source.mts';
import { type HuggingFaceOptions, huggingFace } from './hugging-face.ts';

const NAMES = ['letter', 'form', 'email'];
const rowsOf = (count: number, size: number): ImageRow[] =>
  Array.from({ length: count }, (_, row) => ({ bytes: randomBytes(size), label: row % NAMES.length }));
const layout = { features: imageFeatures(NAMES), rowsPerGroup: 10, offsetIndex: false };
const small = () => parquetBytes(rowsOf(6, 100), layout);

const own: ServedDataset = {
  revisions: {
    main: {
      'README.md': Buffer.from('---\n---'),
      'data/train-00000-of-00002.parquet': parquetBytes(rowsOf(60, 5000), layout),
      'data/train-00001-of-00002.parquet': parquetBytes(rowsOf(60, 5000), layout),
      'data/test-00000-of-00001.parquet': small(),
    },
    'v1.0': { 'data/train-00000-of-00001.parquet': small() },
  },
};
const converted: ServedDataset = {
  revisions: {
    main: { 'pages.zip': randomBytes(10) },
    'refs/convert/parquet': { 'default/partial-train/0000.parquet': small(), 'default/test/0000.parquet': small() },
  },
};
const configs: ServedDataset = {
  revisions: {
    main: { 'en/a.parquet': small(), 'en/b.parquet': small(), 'zh/a.parquet': small(), 'odd [1].parquet': small() },
  },
  card: {
    configs: [
      {
        config_name: 'en',
        data_files: [
          { split: 'train', path: 'en/a*' },
          { split: 'held', path: ['en/b.parquet'] },
        ],
      },
      { config_name: 'zh', data_files: 'zh/**' },
      { config_name: 'odd', data_files: { test: 'odd [[]1].parquet' } },
    ],
  },
};
const silent: ServedDataset = {
  revisions: { main: { 'train.parquet': parquetBytes(rowsOf(3, 100)) } },
  card: {
    dataset_info: {
      features: [
        { name: 'image', dtype: 'image' },
        { name: 'label', dtype: { class_label: { names: { '0': 'letter', '1': 'form', '2': 'email' } } } },
      ],
    },
  },
};

let hub: HubServer;
let cacheFolder: string;
beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'hub-'));
  hub = await startHubServer({
    'acme/own': own,
    'acme/converted': converted,
    'acme/configs': configs,
    'acme/silent': silent,
    'acme/zip': { revisions: { main: { 'pages.zip': randomBytes(10) } } },
    'acme/private': { ...own, token: 'hf_right' },
    'acme/gated': { ...own, gated: true, token: 'hf_right' },
  });
});
afterEach(async () => {
  await hub.close();
  await rm(cacheFolder, { recursive: true, force: true });
});

const source = (dataset: string, options: Partial<HuggingFaceOptions> = {}) =>
  huggingFace({ dataset, endpoint: hub.url, delayMs: 1, ...options });
const read = (dataset: string, options?: Partial<HuggingFaceOptions>) => readSource(source(dataset, options));

describe('huggingFace', () => {
  it('reads the repository’s own files in ranges, and only what the sample needs', async () => {
    const sampled = source('acme/own', { samplesPerLabel: 2, seed: 3 });
    const { documents, notes } = await readSource(sampled);
    expect(documents.map(({ label }) => label).sort()).toEqual(['email', 'email', 'form', 'form', 'letter', 'letter']);
    for (const document of documents) expect(await document.bytes?.()).toHaveLength(5000);
    const total = 2 * 60 * 5000;
    expect(hub.sent()).toBeLessThan(total / 3);
    expect(notes.map(({ code }) => code)).toEqual(['dataset-revision', 'class-names', 'sampling-plan']);
    expect(sampled.closingNotes?.()[0]?.message).toContain(`Read ${(hub.sent() / 1e6).toFixed(2)} MB`);
    expect(hub.requests.filter((line) => line.includes('/resolve/')).every((line) => line.includes('bytes='))).toBe(
      true,
    );
  });

  it('takes split and revision, and pins the commit', async () => {
    expect(idsAndLabels((await read('acme/own', { split: 'test' })).documents)[1]).toBe('test/0:1=form');
    expect((await read('acme/own', { revision: 'v1.0' })).documents).toHaveLength(6);
    expect(
      hub.requests.filter((line) => line.includes('/tree/')).every((line) => /\/tree\/[0-9a-f]{40}/.test(line)),
    ).toBe(true);
    await expect(read('acme/own', { revision: 'v9' })).rejects.toMatchObject({ code: 'hub-revision-not-found' });
  });

  it('reads the converted branch of a data set of other files, and says when it is partial', async () => {
    const { documents, notes } = await read('acme/converted');
    expect(idsAndLabels(documents)[0]).toBe('train/0:0=letter');
    expect(notes.map(({ code }) => code)).toContain('dataset-partial');
    expect((await read('acme/converted', { split: 'test' })).notes.map(({ code }) => code)).not.toContain(
      'dataset-partial',
    );
    await expect(read('acme/converted', { revision: 'main' })).rejects.toMatchObject({ code: 'hub-no-parquet' });
    await expect(read('acme/zip')).rejects.toMatchObject({ code: 'hub-no-parquet' });
  });

  it('follows the configs of the card', async () => {
    await expect(read('acme/configs')).rejects.toMatchObject({
      code: 'config-ambiguous',
      message: expect.stringContaining('en, zh, odd'),
    });
    await expect(read('acme/configs', { config: 'fr' })).rejects.toMatchObject({ code: 'config-not-found' });
    const first = async (config: string, split?: string) =>
      (await read('acme/configs', { config, ...(split !== undefined && { split }) })).documents[0];
    expect(await first('en', 'held')).toMatchObject({ id: 'held/0:0', path: 'acme/configs/en/b.parquet row 0' });
    expect(await first('zh')).toMatchObject({ id: 'train/0:0', path: 'acme/configs/zh/a.parquet row 0' });
    expect(await (await first('odd'))?.bytes?.()).toHaveLength(100);
  });

  it('takes class names from the card when the files state none', async () => {
    expect(await source('acme/silent').classNames?.()).toEqual(NAMES);
    expect(idsAndLabels((await read('acme/silent')).documents)[2]).toBe('train/0:2=email');
  });

  it('sends the token to the Hub alone, not to the storage it redirects to', async () => {
    await expect(read('acme/private')).rejects.toMatchObject({
      code: 'hub-dataset-not-found',
      remedy: expect.stringContaining('HF_TOKEN'),
    });
    await expect(read('acme/private', { token: 'hf_wrong' })).rejects.toMatchObject({ code: 'hub-unauthorized' });
    const redirecting = await startHubServer({ 'acme/private': { ...own, token: 'hf_right' } }, { redirect: true });
    try {
      const { documents } = await read('acme/private', { endpoint: redirecting.url, token: 'hf_right' });
      expect(await documents[0]?.bytes?.()).toHaveLength(5000);
      expect(new Set(redirecting.storageTokens)).toEqual(new Set([undefined]));
      // One redirect a file; later ranges go where the first one led.
      const asked = redirecting.requests.filter((line) => line.includes('/resolve/') && !line.includes('/storage'));
      expect(asked.length).toBeLessThan(redirecting.storageTokens.length / 2);
      // The place it led to forgets: the Hub is asked anew.
      redirecting.faults.push({ status: 403 });
      const before = redirecting.requests.length;
      expect(await documents[119]?.bytes?.()).toHaveLength(5000);
      const [stale = '', renewed = ''] = redirecting.requests.slice(before);
      expect([stale.includes('/storage/'), renewed.includes('/storage/')]).toEqual([true, false]);
    } finally {
      await redirecting.close();
    }
  });

  it('says what is gated or missing', async () => {
    await expect(read('acme/gated')).rejects.toMatchObject({ code: 'hub-dataset-gated', family: 'configuration' });
    await expect(read('acme/gated', { token: 'hf_other' })).rejects.toMatchObject({ code: 'hub-dataset-gated' });
    expect((await read('acme/gated', { token: 'hf_right' })).documents).toHaveLength(120);
    await expect(read('acme/nothing')).rejects.toMatchObject({ code: 'hub-dataset-not-found', family: 'input' });
    await expect(read('acme/nothing', { token: 'hf_right' })).rejects.toMatchObject({ code: 'hub-dataset-not-found' });
    expect(() => source('../secrets')).toThrow(/Expected a data set/);
  });

  it('outlasts passing failures and gives up with the reason', async () => {
    hub.faults.push({ status: 503 }, { status: 429, headers: { 'retry-after': '0' } });
    expect((await read('acme/own', { split: 'test' })).documents).toHaveLength(6);
    hub.faults.push(...Array.from({ length: 3 }, () => ({ status: 429, headers: { 'retry-after': '0' } })));
    await expect(read('acme/own', { attempts: 3 })).rejects.toMatchObject({
      code: 'hub-rate-limited',
      retryable: true,
    });
    hub.faults.push(...Array.from({ length: 3 }, () => ({ status: 502 })));
    await expect(read('acme/own', { attempts: 3 })).rejects.toMatchObject({ code: 'hub-unavailable', status: 502 });
    await expect(read('acme/own', { attempts: 2, endpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'hub-unreachable',
    });
  });

  it('reads a range again when the connection breaks or the range is ignored', async () => {
    const { documents } = await read('acme/own', { split: 'test' });
    hub.faults.push('cut', 'whole');
    expect(await documents[0]?.bytes?.()).toHaveLength(100);
    hub.faults.push('cut', 'cut');
    const other = await read('acme/own', { split: 'test', attempts: 2, sampling: 'uniform' }).catch(
      (error: unknown) => error,
    );
    expect(other).toMatchObject({ code: 'hub-unreachable' });
  });

  it('fetches nothing twice with a cache folder', async () => {
    const pass = async () => {
      const before = hub.sent();
      const { documents } = await read('acme/own', { split: 'test', cacheFolder });
      const images = await Promise.all(
        documents.map(async (document) => Buffer.from((await document.bytes?.()) ?? []).toString('hex')),
      );
      return { images, sent: hub.sent() - before };
    };
    const first = await pass();
    const second = await pass();
    expect(first.sent).toBeGreaterThan(600);
    expect(second).toEqual({ images: first.images, sent: 0 });
  });

  it('ends at the signal while it waits for another try', async () => {
    hub.faults.push({ status: 503, headers: { 'retry-after': '60' } });
    const stop = new AbortController();
    const reading = readSource(source('acme/own'), stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(reading).rejects.toThrow('enough');
  });
});
