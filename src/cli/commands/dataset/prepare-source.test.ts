import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../io.ts';
import { hubAccess } from '../../options/hub.ts';
import { openSource, type SourceFlags } from './prepare-source.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'source-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = (flags: Partial<SourceFlags>, env: Io['env'] = {}) =>
  openSource({ seed: 0, ...flags }, { io: { env: { HF_HOME: home, ...env } } as unknown as Io });

describe('openSource', () => {
  it('takes the flags for the source they name', async () => {
    const kindOf = async (flags: Partial<SourceFlags>) => {
      const { kind, location } = await open(flags);
      return `${kind} ${location.replace(home, '~')}`;
    };
    expect(await kindOf({})).toBe('hugging-face chainyo/rvl-cdip');
    expect(await kindOf({ dataset: 'acme/scans', revision: 'v1' })).toBe('hugging-face acme/scans@v1');
    expect(await kindOf({ images: join(home, 'pages') })).toBe('image-folder ~/pages');
    expect(await kindOf({ images: home, labels: join(home, 'labels.csv') })).toMatch(/^images-and-csv /);
    expect(await kindOf({ labels: join(home, 'labels.jsonl') })).toBe('jsonl-manifest ~/labels.jsonl');
    expect(await kindOf({ localDataset: join(home, 'x.parquet') })).toBe('parquet ~/x.parquet');
    await mkdir(join(home, 'saved'));
    await writeFile(join(home, 'saved/state.json'), '{}');
    expect(await kindOf({ localDataset: join(home, 'saved') })).toBe('arrow ~/saved');
  });

  it.each<[Partial<SourceFlags>, string]>([
    [{ images: 'a', dataset: 'b' }, '--images and --dataset'],
    [{ images: 'a', samplesPerLabel: 3 }, '--samples-per-label'],
    [{ localDataset: 'a', revision: 'b' }, '--revision'],
    [{ dataset: 'a/b', labels: 'c.csv' }, '--labels'],
    [{ labels: 'c.csv' }, '--images'],
    [{ dataset: '../x' }, '"../x"'],
  ])('refuses %o', async (flags, named) => {
    await expect(open(flags)).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringContaining(named),
    });
  });
});

describe('hubAccess', () => {
  it('reads what the Hub’s own tools read', async () => {
    expect(await hubAccess({ env: { HF_HOME: home } })).toEqual({ cacheFolder: join(home, 'novatune') });
    await writeFile(join(home, 'token'), 'hf_saved\n');
    expect(await hubAccess({ env: { HF_HOME: home } })).toMatchObject({ token: 'hf_saved' });
    const env = { HF_HOME: home, HF_TOKEN: 'hf_given', HF_ENDPOINT: 'http://127.0.0.1:8' };
    expect(await hubAccess({ env })).toMatchObject({ token: 'hf_given', endpoint: 'http://127.0.0.1:8' });
    const elsewhere = await hubAccess({ env: { HOME: home } });
    expect(elsewhere.cacheFolder).toBe(join(home, '.cache/huggingface/novatune'));
    expect((await hubAccess({ env: { XDG_CACHE_HOME: home } })).cacheFolder).toBe(join(home, 'huggingface/novatune'));
  });
});
