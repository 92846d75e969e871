import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from './support/novatune.ts';

const FIXTURES = join(import.meta.dirname, '../../src/toolkit/convert/fixtures');
const IMAGES = ['--images', join(FIXTURES, 'images'), '--bucket-name', 'my-bucket'];

describe.skipIf(!isBuilt)(`dataset convert (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const convert = (file: string, ...args: string[]) => home.run(['dataset', 'convert', file, ...args]);

  it('names what it leaves out, and fails for it only when asked to', async () => {
    const file = join(FIXTURES, 'openai-unsupported.in.jsonl');
    const lenient = await convert(file, '--from', 'openai', '--out', join(home.folder, 'a.jsonl'), ...IMAGES);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toMatch(/^\S+a\.jsonl: 2 of \d+ records, 1 images, \d+ left out\n$/);
    expect(lenient.stderr).toContain(`${file}:1 /messages/1/tool_calls error tool-unsupported: Expected`);
    const strict = await convert(
      file,
      '--from',
      'openai',
      '--out',
      join(home.folder, 'b.jsonl'),
      '--strict',
      ...IMAGES,
    );
    expect(strict.code).toBe(3);
    await access(join(home.folder, 'b.jsonl'));
  });

  it('prints one JSON document with every finding', async () => {
    const out = join(home.folder, 'hf.jsonl');
    const { code, stdout } = await convert(
      join(FIXTURES, 'bedrock-to-hf-chat.in.jsonl'),
      ...['--from', 'bedrock', '--to', 'hf-chat', '--out', out, '--json'],
      ...IMAGES,
    );
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ output: out, records: 10, converted: 3, leftOut: 7, images: 2 });
    expect(result.findings).toHaveLength(7);
    const wanted = await readFile(join(FIXTURES, 'bedrock-to-hf-chat.out.jsonl'), 'utf8');
    expect(await readFile(out, 'utf8')).toBe(wanted);
  });

  it('overwrites nothing, and fails when nothing can be converted', async () => {
    const out = join(home.folder, 'mine.jsonl');
    await writeFile(out, 'mine');
    const again = await convert(join(FIXTURES, 'openai.in.jsonl'), '--from', 'openai', '--out', out, ...IMAGES);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('output-exists') });
    expect(await readFile(out, 'utf8')).toBe('mine');
    const other = join(home.folder, 'other.jsonl');
    const wrong = await convert(join(FIXTURES, 'openai.in.jsonl'), '--from', 'sharegpt', '--out', other, ...IMAGES);
    expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing-converted') });
    await expect(access(other)).rejects.toThrow();
  });
});
