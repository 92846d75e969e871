import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from './support/novatune.ts';

function record(index: number, format = 'png'): string {
  const image = { image: { format, source: { s3Location: { uri: `s3://my-bucket/${index}.png` } } } };
  return JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    messages: [
      { role: 'user', content: [image, { text: 'Which?' }] },
      { role: 'assistant', content: [{ text: 'letter' }] },
    ],
  });
}
const lines = (count: number, format?: string) =>
  Array.from({ length: count }, (_, index) => `${record(index, format)}\n`).join('');

describe.skipIf(!isBuilt)(`dataset validate (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
  });
  afterAll(() => home[Symbol.asyncDispose]());
  const put = (name: string, text: string) => writeFile(join(home.folder, name), text);
  const validate = (...words: string[]) => home.run(['dataset', 'validate', ...words]);

  it('ends with 3 on errors, and lists every finding as JSON and SARIF', async () => {
    await put('many.jsonl', lines(500, 'jpg'));
    const json = await validate('many.jsonl', '--json');
    expect(json.code).toBe(3);
    const { records, findings } = JSON.parse(json.stdout);
    expect(records).toBe(500);
    expect(findings).toHaveLength(500);
    expect(findings[499]).toMatchObject({
      file: 'many.jsonl',
      line: 500,
      pointer: '/messages/0/content/0/image/format',
      code: 'image-format',
      severity: 'error',
      message: expect.stringContaining('jpg'),
      remedy: 'Write "jpeg".',
    });
    const sarif = await validate('many.jsonl', '--format', 'sarif', '--out', 'many.sarif');
    expect(sarif).toMatchObject({ code: 3, stdout: '' });
    expect(JSON.parse(await readFile(join(home.folder, 'many.sarif'), 'utf8')).runs[0].results).toHaveLength(500);
    const text = await validate('many.jsonl');
    expect(text.stdout).toContain('300 × error image-format, first at many.jsonl:201, ');
  });

  it('corrects into a new file, once', async () => {
    await put('broken.jsonl', lines(8, 'JPG').replaceAll('s3://', ''));
    const { code, stderr } = await validate('broken.jsonl', '--fix');
    expect(code).toBe(3);
    expect(stderr).toContain('broken.jsonl:1 /messages/0/content/0/image/format fixed image-format: "JPG" → "jpeg"');
    expect(await validate('broken.fixed.jsonl')).toMatchObject({ code: 0 });
    expect(await validate('broken.jsonl', '--fix')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('fix-impossible'),
    });
  });

  it('compares two files, and counts warnings against a bound', async () => {
    await put('train.jsonl', lines(8));
    await put('validation.jsonl', lines(1));
    const files = ['train.jsonl', '--validation-file', 'validation.jsonl'];
    expect(await validate(...files)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 warnings') });
    expect(await validate(...files, '--max-warnings', '2')).toMatchObject({ code: 0 });
    expect(await validate(...files, '--max-warnings', '1')).toMatchObject({ code: 3 });
  });

  it('tells the method and says so', async () => {
    await put('canvas.jsonl', '{"image-ref":"s3://my-bucket/a.png","caption":"a cat"}\n'.repeat(5));
    const { stdout } = await validate('canvas.jsonl', '--allow-repeats');
    expect(stdout).toContain(
      '5 records for canvas (told from the records) of nova-canvas: 0 errors, 0 warnings, 1 remark',
    );
    expect(await validate('canvas.jsonl', '--method', 'sft')).toMatchObject({ code: 3 });
    expect(await validate('canvas.jsonl', '--method', 'dpo')).toMatchObject({ code: 2 });
  });

  it('never writes over a file that is no report', async () => {
    await put('mine.txt', 'mine');
    expect(await validate('train.jsonl', '--json', '--out', 'mine.txt')).toMatchObject({ code: 2 });
    expect(await readFile(join(home.folder, 'mine.txt'), 'utf8')).toBe('mine');
    expect(await validate('train.jsonl', '--json', '--out', 'report.json')).toMatchObject({ code: 0 });
    expect(await validate('train.jsonl', '--json', '--out', 'report.json')).toMatchObject({ code: 0 });
  });
});
