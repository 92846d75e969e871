import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageFolder } from './image-folder.ts';
import { type ImagesAndCsvOptions, imagesAndCsv } from './images-and-csv.ts';
import type { DocumentSource } from './source.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sources-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, content = 'x'): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** One line per item: `id=label (group)` or `id!code`. */
async function read(source: DocumentSource): Promise<string[]> {
  const lines: string[] = [];
  for await (const item of source.documents()) {
    if (item.kind === 'note') continue;
    if (item.kind === 'skipped') lines.push(`${item.skipped.id}!${item.skipped.code}`);
    else
      lines.push(`${item.document.id}=${item.document.label}${item.document.group ? ` (${item.document.group})` : ''}`);
  }
  return lines;
}

describe('imageFolder', () => {
  it('reads class folders in order, nested folders too, and passes over hidden and other files', async () => {
    for (const name of [
      'b/2.PNG',
      'b/10.tiff',
      'a/deep/x.jpeg',
      'a/1.bmp',
      'a/2.pdf',
      'a/.hidden.png',
      '.git/1.png',
      'a/notes.txt',
      'top.png',
    ]) {
      await put(`pages/${name}`);
    }
    const found = await read(imageFolder(join(root, 'pages')));
    expect(found).toEqual(['a/1.bmp=a', 'a/2.pdf=a', 'a/deep/x.jpeg=a', 'b/10.tiff=b', 'b/2.PNG=b']);
  });

  it('skips links that lead out of the folder, nowhere or in circles', async () => {
    await put('outside/secret.png');
    await put('pages/a/1.png');
    await symlink(join(root, 'outside/secret.png'), join(root, 'pages/a/2.png'));
    await symlink(join(root, 'outside'), join(root, 'pages/a/3'));
    await symlink(join(root, 'pages/a'), join(root, 'pages/a/4'));
    await symlink(join(root, 'gone.png'), join(root, 'pages/a/5.png'));
    await symlink(join(root, 'pages/a/1.png'), join(root, 'pages/a/6.png'));
    expect(await read(imageFolder(join(root, 'pages')))).toEqual([
      'a/1.png=a',
      'a/2.png!path-outside-folder',
      'a/3!path-outside-folder',
      'a/4!folder-linked-twice',
      'a/5.png!image-missing',
      'a/6.png=a',
    ]);
  });

  it('says when there is no such folder', async () => {
    const missing = read(imageFolder(join(root, 'nowhere')));
    await expect(missing).rejects.toMatchObject({
      code: 'folder-not-found',
      message: expect.stringContaining('nowhere'),
    });
  });
});

describe('imagesAndCsv', () => {
  async function readCsv(text: string, changes: Partial<ImagesAndCsvOptions> = {}): Promise<string[]> {
    const csv = await put('labels.csv', text);
    return read(imagesAndCsv({ images: join(root, 'scans'), csv, ...changes }));
  }

  beforeEach(async () => {
    await put('scans/1.jpg');
    await put('scans/sub/2.jpg');
  });

  it('recognises Chinese column names after a byte order mark', async () => {
    expect(await readCsv('\uFEFF图片名称,销售方\r\n1.jpg,"甲,乙有限公司"\r\n')).toEqual(['1.jpg=甲,乙有限公司']);
  });

  it('takes the columns it is told, groups included', async () => {
    const text = 'image,file,label,kind,number\nx.jpg,./sub/2.jpg,wrong,right,n7\nx.jpg,1.jpg,wrong,right,\n';
    const columns = { imageColumn: 'file', labelColumn: 'kind', groupColumn: 'number' };
    expect(await readCsv(text, columns)).toEqual(['sub/2.jpg=right (n7)', '1.jpg=right']);
  });

  it('skips rows that cannot be used, each with its line', async () => {
    await put('secret.jpg');
    const text =
      'image,label\n1.jpg,a\n\n1.jpg,a\n./1.jpg,b\nsub/2.jpg, \n,c\ngone.jpg,d\n../secret.jpg,e\n"sub/2.jpg","two\nlines"\n';
    expect(await readCsv(text)).toEqual([
      '1.jpg=a',
      '1.jpg!duplicate-row',
      '1.jpg!conflicting-row',
      'sub/2.jpg!label-empty',
      'line-7!image-name-empty',
      'gone.jpg!image-missing',
      '../secret.jpg!path-outside-folder',
      'sub/2.jpg=two\nlines',
    ]);
    const messages: string[] = [];
    for await (const item of imagesAndCsv({ images: join(root, 'scans'), csv: join(root, 'labels.csv') }).documents()) {
      if (item.kind === 'skipped') messages.push(item.skipped.message);
    }
    expect(messages.map((message) => /^CSV line (\d+): /.exec(message)?.[1])).toEqual(['4', '5', '6', '7', '8', '9']);
  });

  it.each([
    ['csv-column-missing', 'photo,label\n1.jpg,a\n', {}],
    ['csv-column-missing', 'image,label\n1.jpg,a\n', { groupColumn: 'number' }],
    ['csv-column-ambiguous', 'image,file,label\n1.jpg,1.jpg,a\n', {}],
    ['csv-invalid', '', {}],
    ['csv-invalid', 'image,label\n"1.jpg,a\n', {}],
  ])('refuses a file it cannot read: %s', async (code, text, changes) => {
    await expect(readCsv(text, changes)).rejects.toEqual(expect.objectContaining({ code }));
  });

  it('says when there is no such file', async () => {
    const source = imagesAndCsv({ images: join(root, 'scans'), csv: join(root, 'none.csv') });
    await expect(read(source)).rejects.toEqual(expect.objectContaining({ code: 'file-not-found' }));
  });
});
