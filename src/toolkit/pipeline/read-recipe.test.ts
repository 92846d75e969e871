import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecipe } from './read-recipe.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipe-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sound = {
  name: 'invoices-1',
  source: { kind: 'image-folder', folder: 'images' },
  task: { kind: 'extraction' },
  bucket: 'my-bucket',
};

async function read(recipe: unknown, text = JSON.stringify(recipe)) {
  const file = join(folder, 'recipe.json');
  await writeFile(file, text);
  return readRecipe(file);
}

describe('readRecipe', () => {
  it('fills in defaults, makes paths absolute and leaves out what was not given', async () => {
    expect(await read(sound)).toStrictEqual({
      name: 'invoices-1',
      title: 'invoices-1',
      source: { kind: 'image-folder', folder: join(folder, 'images') },
      task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
      bucket: 'my-bucket',
    });
  });

  it.each([
    [{ kind: 'hugging-face', dataset: 'acme/scans', config: 'en', split: 'all', samplesPerLabel: 20 }, {}],
    [{ kind: 'hugging-face' }, {}],
    [{ kind: 'parquet', path: 'scans.parquet', sampling: 'uniform', seed: 3 }, { path: 'scans.parquet' }],
    [{ kind: 'arrow', folder: 'saved', labelColumn: 'type' }, { folder: 'saved' }],
  ])('takes documents out of tables: %o', async (source, paths) => {
    const absolute = Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, join(folder, path)]));
    expect((await read({ ...sound, source })).source).toStrictEqual({ ...source, ...absolute });
  });

  it('takes images with a table of labels', async () => {
    const source = { kind: 'images-and-csv', images: '../scans', labels: '/data/labels.csv', labelColumn: 'seller' };
    expect((await read({ ...sound, source })).source).toStrictEqual({
      kind: 'images-and-csv',
      images: join(folder, '..', 'scans'),
      labels: '/data/labels.csv',
      labelColumn: 'seller',
    });
  });

  it('knows the classes of RVL-CDIP, or reads them from a file beside it', async () => {
    const { task } = await read({ ...sound, task: { kind: 'classification' } });
    expect(task).toMatchObject({ kind: 'classification', answerFormat: 'json', field: 'type' });
    expect(task.kind === 'classification' && task.classes).toHaveLength(16);
    await writeFile(join(folder, 'classes.csv'), 'name,description\na,first\nb,second\n');
    const own = await read({
      ...sound,
      task: { kind: 'classification', classesFile: 'classes.csv', answerFormat: 'text' },
    });
    expect(own.task).toStrictEqual({
      kind: 'classification',
      answerFormat: 'text',
      field: 'type',
      classes: [
        { name: 'a', description: 'first' },
        { name: 'b', description: 'second' },
      ],
    });
  });

  it('names every wrong key at once', async () => {
    const wrong = { ...sound, bucket: 7, split: { test: { fraction: 2 } }, pollInterval: 3, task: { kind: 'poetry' } };
    await expect(read(wrong)).rejects.toMatchObject({
      name: 'InputError',
      code: 'recipe-unreadable',
      message: expect.stringMatching(/recipe\.json/),
    });
    for (const key of ['bucket: ', 'split.test', 'pollInterval', 'task.kind: ']) {
      await expect(read(wrong)).rejects.toThrow(key);
    }
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"name":"a"}'])('refuses %j', async (text) => {
    await expect(read(undefined, text)).rejects.toMatchObject({ code: 'recipe-unreadable' });
  });

  it('refuses a name that Bedrock would not take, before anything is done', async () => {
    await expect(read({ ...sound, name: 'two words' })).rejects.toMatchObject({ code: 'name-invalid' });
  });

  it('says when there is no such file', async () => {
    await expect(readRecipe(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'recipe-unreadable',
      message: expect.stringContaining('none.json'),
    });
  });
});
