import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelledDocument } from '../../model/dataset.ts';
import { imageFolder } from './image-folder.ts';
import { type JsonlManifestOptions, jsonlManifest } from './jsonl-manifest.ts';
import type { DocumentSource } from './source.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'manifest-'));
  await put('data/scans/1.jpg', 'one');
  await put('data/scans/2.jpg', 'two');
  await put('secret.jpg', 'secret');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** One line per item: `id=label (group)` or `id!code`. */
async function read(source: DocumentSource): Promise<{ lines: string[]; documents: LabelledDocument[] }> {
  const lines: string[] = [];
  const documents: LabelledDocument[] = [];
  for await (const item of source.documents()) {
    if (item.kind === 'skipped') lines.push(`${item.skipped.id}!${item.skipped.code}`);
    if (item.kind !== 'document') continue;
    const { id, label, group } = item.document;
    lines.push(`${id}=${label}${group ? ` (${group})` : ''}`);
    documents.push(item.document);
  }
  return { lines, documents };
}

async function readManifest(lines: readonly unknown[], options: Partial<JsonlManifestOptions> = {}) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const manifest = await put('data/manifest.jsonl', text);
  return read(jsonlManifest({ manifest, ...options }));
}

const url = (bytes: string) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

describe('jsonlManifest', () => {
  it('reads paths inside the folder, groups and labels that are numbers', async () => {
    const { lines } = await readManifest([
      { file_name: 'scans/1.jpg', label: 3, group: 'g' },
      '',
      { file_name: './scans/2.jpg', label: '甲', more: [1] },
    ]);
    expect(lines).toEqual(['scans/1.jpg=3 (g)', 'scans/2.jpg=甲']);
  });

  it('takes the keys and the folder it is told', async () => {
    const record = { image: 'x', pic: '1.jpg', label: 'no', kind: 'a', group: 'no', invoice: 7 };
    const { lines } = await readManifest([record], {
      images: join(root, 'data/scans'),
      imageColumn: 'pic',
      labelColumn: 'kind',
      groupColumn: 'invoice',
    });
    expect(lines).toEqual(['1.jpg=a (7)']);
  });

  it('reads images out of data URLs, each when it is wanted, whatever the line ends are', async () => {
    const manifest = await put(
      'data/manifest.jsonl',
      `\uFEFF${JSON.stringify({ image: url('erstes 图'), label: 'a' })}\r\n${JSON.stringify({ image: url('zweites'), label: 'b', group: 'g' })}`,
    );
    const { lines, documents } = await read(jsonlManifest({ manifest }));
    expect(lines).toEqual(['line-1=a', 'line-2=b (g)']);
    const texts = await Promise.all(
      documents.map(async ({ bytes }) => Buffer.from((await bytes?.()) ?? '').toString()),
    );
    expect(texts).toEqual(['erstes 图', 'zweites']);
    await writeFile(manifest, 'other');
    await expect(documents[1]?.bytes?.()).rejects.toMatchObject({ code: 'source-changed' });
  });

  it('skips lines that cannot be used, each with its line', async () => {
    const { lines } = await readManifest([
      { path: 'scans/1.jpg', label: 'a' },
      'not json',
      '[1]',
      { label: 'a' },
      { path: 'scans/2.jpg' },
      { path: 'scans/2.jpg', label: ['a'] },
      { path: { bytes: 'x' }, label: 'a' },
      { path: 'scans/1.jpg', label: 'b' },
      { path: 'scans/3.jpg', label: 'b' },
      { path: '../secret.jpg', label: 'b' },
      { path: 'https://example.com/1.jpg', label: 'b' },
      { path: 'data:image/png;base64,***', label: 'b' },
      { path: url('x'), label: ' ' },
    ]);
    expect(lines).toEqual([
      'scans/1.jpg=a',
      'line-2!json-syntax',
      'line-3!record-shape',
      'line-4!image-name-empty',
      'scans/2.jpg!label-empty',
      'line-6!label-not-text',
      'line-7!image-name-empty',
      'scans/1.jpg!conflicting-row',
      'scans/3.jpg!image-missing',
      '../secret.jpg!path-outside-folder',
      'https://example.com/1.jpg!image-remote',
      'line-12!data-url-invalid',
      'line-13!label-empty',
    ]);
  });

  it('skips a line that is not UTF-8', async () => {
    const manifest = await put('data/manifest.jsonl', Buffer.from('{"image":"\xff"}\n', 'latin1'));
    expect((await read(jsonlManifest({ manifest }))).lines).toEqual(['line-1!line-encoding']);
  });

  it('refuses a manifest that is missing or has no image', async () => {
    const missing = read(jsonlManifest({ manifest: join(root, 'none.jsonl') }));
    await expect(missing).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(readManifest([{ label: 'a' }])).rejects.toMatchObject({ code: 'csv-column-missing' });
    const several = readManifest([{ image: 'a', path: 'b', label: 'a' }]);
    await expect(several).rejects.toMatchObject({ code: 'csv-column-ambiguous' });
  });
});

describe('imageFolder with metadata', () => {
  it('reads metadata.csv, with its own columns', async () => {
    await put('data/metadata.csv', 'file_name,text,invoice\nscans/1.jpg,a,7\nscans/2.jpg,b,7\n');
    const { lines } = await read(imageFolder(join(root, 'data'), { groupColumn: 'invoice' }));
    expect(lines).toEqual(['scans/1.jpg=a (7)', 'scans/2.jpg=b (7)']);
  });

  it('reads metadata.jsonl of the split that is asked for', async () => {
    await put('set/train/1.jpg', 'x');
    await put('set/val/2.jpg', 'x');
    await put('set/train/metadata.jsonl', '{"file_name":"1.jpg","label":"a"}\n');
    await put('set/val/metadata.jsonl', '{"file_name":"2.jpg","label":"b"}\n');
    const source = imageFolder(join(root, 'set'), { split: 'validation' });
    expect((await read(source)).lines).toEqual(['2.jpg=b']);
    expect(source.location).toBe(join(root, 'set/validation'));
    expect((await read(imageFolder(join(root, 'set'), { split: 'train' }))).lines).toEqual(['1.jpg=a']);
  });

  it('reads class folders of a split, and refuses to take splits for classes', async () => {
    await put('set/train/letter/1.jpg', 'x');
    await put('set/test/memo/2.jpg', 'x');
    expect((await read(imageFolder(join(root, 'set'), { split: 'test' }))).lines).toEqual(['memo/2.jpg=memo']);
    const folder = read(imageFolder(join(root, 'set')));
    await expect(folder).rejects.toMatchObject({
      code: 'split-not-chosen',
      message: expect.stringContaining('test, train'),
    });
    const missing = read(imageFolder(join(root, 'set'), { split: 'validation' }));
    await expect(missing).rejects.toMatchObject({ code: 'folder-not-found' });
  });

  it('refuses two metadata files, and one without file names', async () => {
    await put('data/metadata.csv', 'image,label\n');
    const unnamed = read(imageFolder(join(root, 'data')));
    await expect(unnamed).rejects.toMatchObject({ code: 'csv-column-missing' });
    await put('data/metadata.jsonl', '');
    const twice = read(imageFolder(join(root, 'data')));
    await expect(twice).rejects.toMatchObject({ code: 'metadata-ambiguous' });
  });
});
