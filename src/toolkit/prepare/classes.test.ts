import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readClasses, rvlCdipClasses } from './classes.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'classes-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function read(name: string, text: string) {
  await writeFile(join(root, name), text);
  return readClasses(join(root, name));
}

describe('classes', () => {
  it('has the sixteen of RVL-CDIP, advertisement in either spelling', () => {
    expect(rvlCdipClasses()).toHaveLength(16);
    expect(rvlCdipClasses()[4]?.name).toBe('advertisement');
    expect(rvlCdipClasses('advertissement')[4]?.name).toBe('advertissement');
  });

  it.each([
    ['classes.csv', '\uFEFFname,description\ninvoice,"a bill, with a total"\nletter,mail\n'],
    [
      'classes.json',
      '[{"name":"invoice","description":"a bill, with a total"},{"name":"letter","description":"mail"}]',
    ],
    ['classes.json', '{"invoice":"a bill, with a total","letter":"mail"}'],
  ])('reads %s', async (name, text) => {
    expect(await read(name, text)).toEqual([
      { name: 'invoice', description: 'a bill, with a total' },
      { name: 'letter', description: 'mail' },
    ]);
  });

  it.each([
    ['classes.json', '{"invoice":'],
    ['classes.json', '[]'],
    ['classes.json', '[{"name":""}]'],
    ['classes.csv', 'class\ninvoice\n'],
    ['classes.csv', 'name,description\na,1\na,2\n'],
  ])('refuses %s: %j', async (name, text) => {
    await expect(read(name, text)).rejects.toEqual(expect.objectContaining({ code: 'classes-file-invalid' }));
  });

  it('says when there is no such file', async () => {
    await expect(readClasses(join(root, 'none.csv'))).rejects.toThrow('none.csv');
  });
});
