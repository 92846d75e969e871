import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { convert } from './convert.ts';
import type { ConvertOptions } from './convert-options.ts';
import { PROBLEM_REMEDIES } from './problem-codes.ts';

/** A case is `<case>.in.jsonl`, `<case>.out.jsonl` and `<case>.findings.json`: the formats, and what every finding must be, in order. */
interface Expected {
  readonly options: Pick<ConvertOptions, 'from' | 'to'>;
  readonly findings: readonly Partial<Finding>[];
}

const FOLDER = join(import.meta.dirname, 'fixtures');
const IMAGES = join(FOLDER, 'images');
const S3 = { bucket: 'my-bucket', prefix: 'chat' };
const CASES = (await readdir(FOLDER))
  .filter((name) => name.endsWith('.in.jsonl'))
  .map((name) => name.split('.')[0] ?? '');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'convert-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function run(input: string, options: Partial<ConvertOptions> & Pick<ConvertOptions, 'from' | 'to'>) {
  const output = join(root, `${options.to}.jsonl`);
  const findings: Finding[] = [];
  const work = convert(input, { output, images: IMAGES, s3: S3, ...options });
  for (;;) {
    const next = await work.next();
    if (next.done) return { summary: next.value, findings, text: await readFile(next.value.output, 'utf8') };
    if (next.value.type === 'finding') findings.push(next.value.finding);
  }
}

async function put(name: string, ...records: readonly unknown[]): Promise<string> {
  const path = join(root, name);
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

const question = { role: 'user', content: 'Which?' };
const answer = { role: 'assistant', content: 'That.' };

async function expected(name: string): Promise<Expected> {
  return JSON.parse(await readFile(join(FOLDER, `${name}.findings.json`), 'utf8'));
}

describe('fixtures', () => {
  it.each(CASES)('%s', async (name) => {
    const { options, findings: wanted } = await expected(name);
    const { text, findings, summary } = await run(join(FOLDER, `${name}.in.jsonl`), options);
    await expect(text).toMatchFileSnapshot(`fixtures/${name}.out.jsonl`);
    const found = findings.map(({ line, pointer, code, severity }) => ({ line, pointer, code, severity }));
    expect(found).toEqual(wanted);
    for (const { message, remedy } of findings) expect([message, remedy].join()).toMatch(/^Expected .*\.,.*\.$/s);
    const wrong = new Set(findings.filter(({ severity }) => severity === 'error').map(({ line }) => line));
    expect(summary).toMatchObject({ leftOut: wrong.size, converted: text.split('\n').length - 1 });
  });

  it('show every problem but those of large files and bytes', async () => {
    const shown = new Set<string | undefined>();
    for (const name of CASES) for (const { code } of (await expected(name)).findings) shown.add(code);
    const missing = Object.keys(PROBLEM_REMEDIES).filter((code) => !shown.has(code));
    expect(missing.sort()).toEqual(['image-broken', 'image-file-too-large', 'line-encoding', 'line-too-long']);
  });

  it('have a line in docs/errors.md for each problem', async () => {
    const documentation = await readFile(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
    expect(Object.keys(PROBLEM_REMEDIES).filter((code) => !documentation.includes(`| \`${code}\` |`))).toEqual([]);
  });
});

describe('convert', () => {
  it('brings a multimodal record back as it was, from each format', async () => {
    const there = await run(join(FOLDER, 'bedrock-to-openai.in.jsonl'), { from: 'bedrock', to: 'openai' });
    const back = await run(there.summary.output, { from: 'openai', to: 'bedrock' });
    const viaHf = await run(join(FOLDER, 'bedrock-to-openai.in.jsonl'), { from: 'bedrock', to: 'hf-chat' });
    const hfBack = await run(viaHf.summary.output, {
      from: 'hf-chat',
      to: 'bedrock',
      images: root,
      output: join(root, 'again.jsonl'),
    });
    expect(hfBack.text).toBe(back.text);
    const again = await run(back.summary.output, {
      from: 'bedrock',
      to: 'openai',
      images: root,
      output: join(root, 'openai-again.jsonl'),
    });
    expect(again.text).toBe(there.text);
    expect(back.summary).toMatchObject({ records: 3, converted: 3, leftOut: 0, images: 2 });
  });

  it('writes each image once, under the hash of its bytes, and points to it', async () => {
    const { text, summary } = await run(join(FOLDER, 'openai.in.jsonl'), {
      from: 'openai',
      to: 'bedrock',
      s3: { ...S3, bucketOwner: '123456789012' },
    });
    const names = await readdir(join(root, 'images'));
    expect(names).toHaveLength(2);
    expect(summary.images).toBe(2);
    for (const name of names)
      expect(text).toContain(`"uri":"s3://my-bucket/chat/images/${name}","bucketOwner":"123456789012"`);
    expect(names.every((name) => /^[0-9a-f]{16}\.png$/.test(name))).toBe(true);
  });

  it('gives the same bytes twice and leaves nothing else behind', async () => {
    const input = join(FOLDER, 'sharegpt.in.jsonl');
    const one = await run(input, { from: 'sharegpt', to: 'bedrock' });
    const two = await run(input, { from: 'sharegpt', to: 'bedrock', output: join(root, 'two.jsonl') });
    expect(two.text).toBe(one.text);
    expect((await readdir(root)).sort()).toEqual(['bedrock.jsonl', 'images', 'two.jsonl']);
  });

  it('overwrites nothing', async () => {
    const input = await put('in.jsonl', { messages: [question, answer] });
    const output = await put('mine.jsonl', 'precious');
    const work = run(input, { from: 'openai', to: 'bedrock', output });
    await expect(work).rejects.toMatchObject({ name: 'InputError', code: 'output-exists' });
    expect(await readFile(output, 'utf8')).toBe('"precious"\n');
  });

  it('leaves no output when nothing can be converted or the work is stopped', async () => {
    const input = await put('in.jsonl', { conversations: [] });
    const wrongFormat = run(input, { from: 'openai', to: 'bedrock' });
    await expect(wrongFormat).rejects.toMatchObject({ name: 'DataError', code: 'nothing-converted' });
    const stopped = run(input, { from: 'sharegpt', to: 'bedrock', signal: AbortSignal.abort(new Error('enough')) });
    await expect(stopped).rejects.toThrow('enough');
    expect(await readdir(root)).toEqual(['in.jsonl']);
  });

  it('reports what is too large, cut off or not UTF-8', async () => {
    await put('fine.jsonl', { messages: [question, answer] });
    const large = `data:image/png;base64,${Buffer.alloc(11 * 1024 * 1024).toString('base64')}`;
    const png = await readFile(join(IMAGES, 'white.png'));
    const cut = `data:image/png;base64,${png.subarray(0, 20).toString('base64')}`;
    const records = [large, cut].map((url) => ({
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }, answer],
    }));
    const input = await put('in.jsonl', { messages: [question, answer] }, ...records);
    await writeFile(input, Buffer.from('{"messages":"\xff"}\n', 'latin1'), { flag: 'a' });
    const { findings } = await run(input, { from: 'openai', to: 'bedrock' });
    expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 image-file-too-large',
      '3 image-broken',
      '4 line-encoding',
    ]);
  });

  it.each<[string, Partial<ConvertOptions>]>([
    ['option-invalid', { to: 'openai' }],
    ['s3-location-invalid', { s3: { bucket: 'My Bucket', prefix: '' } }],
    ['s3-location-invalid', { s3: { ...S3, bucketOwner: '12' } }],
    ['folder-not-found', { images: '/nowhere' }],
  ])('refuses with %s: %j', async (code, options) => {
    const work = run(join(FOLDER, 'openai.in.jsonl'), { from: 'openai', to: 'bedrock', ...options });
    await expect(work).rejects.toMatchObject({ name: 'InputError', code });
  });

  it('asks for a bucket only when there are images', async () => {
    const base = { from: 'openai', to: 'bedrock', images: IMAGES } as const;
    const first = async (work: AsyncGenerator) => {
      for await (const _ of work);
    };
    const withImages = convert(join(FOLDER, 'openai.in.jsonl'), { ...base, output: join(root, 'a.jsonl') });
    await expect(first(withImages)).rejects.toMatchObject({ code: 's3-location-missing' });
    const text = await put('in.jsonl', { messages: [question, answer] });
    await first(convert(text, { ...base, output: join(root, 'b.jsonl') }));
    expect(await readFile(join(root, 'b.jsonl'), 'utf8')).toContain('"text":"That."');
  });
});
