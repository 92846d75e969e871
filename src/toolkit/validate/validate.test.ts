import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '../model/artifacts.ts';
import type { DatasetDocument, DatasetManifest } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import { formatFindings } from './format-findings.ts';
import { type ValidateResult, validate, validateFile, validateFiles, validateRecords } from './validate.ts';

const S3 = 's3://my-bucket/pages/';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function record(image: string, answer = 'letter', format = 'png') {
  return {
    schemaVersion: 'bedrock-conversation-2024',
    messages: [
      {
        role: 'user',
        content: [{ image: { format, source: { s3Location: { uri: `${S3}${image}` } } } }, { text: 'Which type?' }],
      },
      { role: 'assistant', content: [{ text: answer }] },
    ],
  };
}

async function putLines(name: string, records: readonly unknown[]): Promise<string> {
  await writeFile(join(folder, name), records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return join(folder, name);
}

/** A data set folder with real images, in the form that the manifest describes. */
async function putDataset(train: number, validation: number): Promise<Dataset> {
  const documents: DatasetDocument[] = [];
  await mkdir(join(folder, 'images'));
  for (let index = 0; index < train + validation; index++) {
    const image = `images/${index.toString(16).padStart(16, '0')}.png`;
    const bytes = await sharp({ create: { width: 40, height: 30 + index, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await writeFile(join(folder, image), bytes);
    const split = index < train ? ('train' as const) : ('validation' as const);
    const sha256 = 'f'.repeat(64);
    documents.push({
      id: image,
      image,
      format: 'png',
      width: 40,
      height: 30 + index,
      bytes: bytes.length,
      sha256,
      label: 'letter',
      split,
    });
  }
  const of = (split: string) => documents.filter((one) => one.split === split).map((one) => record(one.image));
  await putLines('train.jsonl', of('train'));
  await putLines('validation.jsonl', of('validation'));
  const manifest: DatasetManifest = {
    version: 1,
    name: 'pages',
    task: { kind: 'extraction', answerFormat: 'text', field: 'type' },
    prompts: { system: 's', task: 'Which type?' },
    imageRecipe: { maxSide: 1600, format: 'png' },
    recipeHash: 'f'.repeat(64),
    seed: 0,
    source: { kind: 'image-folder', location: 'pages' },
    counts: { train, validation, test: 0 },
    classCounts: {},
    skipped: [],
    documents,
    s3Prefix: S3,
    files: { 'train.jsonl': 'f'.repeat(64), ...(validation > 0 ? { 'validation.jsonl': 'f'.repeat(64) } : {}) },
  };
  return { folder, manifest };
}

async function check(dataset: Dataset, model = 'nova-lite'): Promise<ValidateResult> {
  const running = validate(dataset, { model });
  let step = await running.next();
  while (step.done !== true) step = await running.next();
  return step.value;
}

async function collect(findings: AsyncIterable<Finding>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

function brief(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ file, line, code, severity }) => `${file}${line === undefined ? '' : `:${line}`} ${severity} ${code}`,
  );
}

describe('validate', () => {
  it('passes a sound data set and marks it as checked', async () => {
    const dataset = await putDataset(8, 2);
    const result = await check(dataset);
    expect(result).toMatchObject({ findings: [], records: 10, checked: { folder, findings: [] } });
  });

  it('compares images with their files', async () => {
    const dataset = await putDataset(8, 0);
    const image = (index: number) => join(folder, dataset.manifest.documents[index]?.image ?? '');
    await rm(image(0));
    await writeFile(image(1), await sharp(image(1)).jpeg().toBuffer());
    await truncate(image(2), 20);
    await writeFile(image(3), '');
    await writeFile(image(4), await sharp(image(4)).resize(20, 20).png().toBuffer());
    await writeFile(image(5), Buffer.concat([await readFile(image(5)), Buffer.alloc(10 * 1024 * 1024)]));
    await writeFile(image(6), '%PDF-1.7 not an image');
    const { findings, checked } = await check(dataset);
    expect(checked).toBeUndefined();
    expect(brief(findings).filter((line) => !line.includes('image-changed'))).toEqual([
      'train.jsonl:1 error image-missing',
      'train.jsonl:2 error image-format-mismatch',
      'train.jsonl:3 error image-broken',
      'train.jsonl:4 error image-broken',
      'train.jsonl:4 error image-format-mismatch',
      'train.jsonl:5 error image-side',
      'train.jsonl:6 error image-bytes',
      'train.jsonl:7 error image-format-mismatch',
    ]);
    expect(findings.filter((finding) => finding.code === 'image-changed').map((finding) => finding.line)).toEqual([
      2, 3, 4, 5, 6, 7,
    ]);
  });

  it('never opens files outside of the folder', async () => {
    const dataset = await putDataset(8, 0);
    const records = (await readFile(join(folder, 'train.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    await putLines('train.jsonl', [...records, record('../../../../etc/passwd.png')]);
    const { findings } = await check(dataset);
    expect(brief(findings)).toEqual(['train.jsonl:9 error image-missing']);
  });

  it('compares training and validation files', async () => {
    const dataset = await putDataset(9, 2);
    const [first] = dataset.manifest.documents;
    await putLines('validation.jsonl', [record(first?.image ?? ''), record(first?.image ?? '', 'memo')]);
    const { findings, checked } = await check(dataset);
    expect(brief(findings)).toEqual([
      'validation.jsonl:1 warning record-in-both-files',
      'validation.jsonl:1 warning image-in-both-files',
      'validation.jsonl:2 warning image-in-both-files',
    ]);
    expect(checked?.findings).toEqual(findings);
  });

  it('refuses a validation file where the model takes none, and too few rows', async () => {
    const dataset = await putDataset(8, 1);
    const { findings } = await check(dataset, 'nova-2-lite');
    expect(brief(findings)).toEqual([
      'train.jsonl error row-count-min',
      'validation.jsonl error validation-file-unsupported',
    ]);
  });

  it('prints findings like a compiler', async () => {
    const path = await putLines('train.jsonl', [record('1.png', 'letter', 'jpg')]);
    const findings = await collect(validateFile(path, { model: 'nova-lite' }));
    expect(formatFindings(findings)).toBe(
      `${path}:1 /messages/0/content/0/image/format error image-format: Expected one of png, jpeg, gif, webp, but got "jpg". → Write "jpeg".\n` +
        `${path} error row-count-min: Expected at least 8 training records for nova-lite, but got 1. → Add records.\n`,
    );
  });

  it('says which models and files there are', async () => {
    const path = await putLines('train.jsonl', []);
    await expect(collect(validateFile(path, { model: 'nova-max' }))).rejects.toMatchObject({
      code: 'model-unknown',
      message: expect.stringContaining('nova-pro'),
    });
    const missing = validateFile(join(folder, 'none.jsonl'), { model: 'nova-lite' });
    await expect(collect(missing)).rejects.toEqual(expect.objectContaining({ code: 'file-not-found' }));
  });

  it('counts rows of both files against the most', async () => {
    const turn = (role: string, text: string) => ({ role, content: [{ text }] });
    const short = (text: string) => ({
      schemaVersion: 'bedrock-conversation-2024',
      messages: [turn('user', text), turn('assistant', 'yes')],
    });
    const train = await putLines(
      'a.jsonl',
      Array.from({ length: 9_999 }, (_, index) => short(`${index}?`)),
    );
    const validation = await putLines('b.jsonl', [short('x?'), short('y?')]);
    const files = [
      { path: train, split: 'train' },
      { path: validation, split: 'validation' },
    ] as const;
    expect(brief(await collect(validateFiles(files, { model: 'nova-lite' })))).toEqual([]);
    expect(brief(await collect(validateFiles(files, { model: 'nova-pro' })))).toEqual([
      `${train} warning row-count-max`,
    ]);
  });

  it('reads a stream without gathering it', async () => {
    const line = Buffer.from(`${JSON.stringify(record('1.png'))}\n`);
    let pulled = 0;
    let seen = 0;
    function* chunks() {
      for (; pulled < 5_000; pulled++) yield line;
    }
    for await (const finding of validateRecords(chunks(), { file: 'f', model: 'nova-lite' })) {
      if (finding.line === undefined) continue;
      seen += 1;
      expect(finding).toMatchObject({ code: 'duplicate-record', line: pulled + 1 });
    }
    expect(seen).toBe(4_999);
  });

  it('stops when asked to, with the reason', async () => {
    const dataset = await putDataset(8, 0);
    const running = validate(dataset, { model: 'nova-lite', signal: AbortSignal.abort(new Error('enough')) });
    await expect(running.next()).rejects.toThrow('enough');
  });
});
