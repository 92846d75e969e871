import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { validateRecords } from '../validate.ts';
import { type FixLinesOptions, fixLines, type LineChange } from './fix-lines.ts';

type Json = Record<string, unknown>;

const record = (key: number): Json => ({
  schemaVersion: 'bedrock-conversation-2024',
  system: [{ text: 'You sort.' }],
  messages: [
    {
      role: 'user',
      content: [
        { image: { format: 'png', source: { s3Location: { uri: `s3://my-bucket/a/${key}.png` } } } },
        { text: 'Which?' },
      ],
    },
    { role: 'assistant', content: [{ text: `letter ${key}` }] },
  ],
});

interface Image {
  readonly format: string;
  readonly source: { readonly s3Location: { uri: string } };
}
type WithImage = { readonly messages: readonly [{ readonly content: readonly [{ readonly image: Image }] }] };
const imageOf = (value: Json): Image => (value as unknown as WithImage).messages[0].content[0].image;

/** Faults that have one correction, each as a change to a sound record. */
const FAULTS: Readonly<Record<string, (value: Json) => void>> = {
  jpg: (value) => Object.assign(imageOf(value), { format: 'jpg' }),
  capitals: (value) => Object.assign(imageOf(value), { format: 'PNG' }),
  scheme: (value) => {
    const location = imageOf(value).source.s3Location;
    location.uri = location.uri.replace('s3://', '');
  },
  role: (value) => Object.assign((value.messages as Json[])[0] ?? {}, { role: 'User' }),
  version: (value) => delete value.schemaVersion,
};

const faulty = fc
  .record({ key: fc.nat(20), faults: fc.uniqueArray(fc.constantFrom(...Object.keys(FAULTS))) })
  .map(({ key, faults }) => {
    const value = record(key);
    for (const fault of faults) FAULTS[fault]?.(value);
    return JSON.stringify(value);
  });
const file = fc
  .record({
    lines: fc.array(fc.oneof({ weight: 5, arbitrary: faulty }, fc.constantFrom('', '  ', '\t')), { maxLength: 12 }),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.boolean(),
    lastEnd: fc.boolean(),
  })
  .map(({ lines, end, mark, lastEnd }) => `${mark ? '\uFEFF' : ''}${lines.join(end)}${lastEnd ? end : ''}`);

const FIXABLE = new Set([
  'byte-order-mark',
  'carriage-return',
  'blank-line',
  'last-line-end',
  'schema-version',
  'image-format',
  's3-uri',
  'message-role',
  'duplicate-record',
]);

async function fix(text: string, options: FixLinesOptions = { method: 'sft' }) {
  const parts: Uint8Array[] = [];
  const changes: LineChange[] = [];
  for await (const { bytes, changes: made } of fixLines([Buffer.from(text)], options)) {
    if (bytes !== undefined) parts.push(bytes);
    changes.push(...made);
  }
  return { text: Buffer.concat(parts).toString('utf8'), changes };
}

async function findingsOf(text: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const finding of validateRecords([Buffer.from(text)], { file: 'f', method: 'sft' })) found.push(finding);
  return found;
}

describe('fixLines', () => {
  it('leaves nothing that it could correct, and changes nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const once = await fix(text);
        const left = await findingsOf(once.text);
        expect(left.filter(({ code }) => FIXABLE.has(code))).toEqual([]);
        expect(await fix(once.text)).toEqual({ text: once.text, changes: [] });
        // What was changed had been found there, but for carriage returns, found once a file.
        const before = new Set((await findingsOf(text)).map(({ code, line }) => `${line} ${code}`));
        for (const { code, line } of once.changes)
          if (code !== 'carriage-return' && code !== 'duplicate-record') expect(before).toContain(`${line} ${code}`);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the bytes of sound records, spaces and order of keys included', async () => {
    const odd = `{ "messages" : ${JSON.stringify(record(1).messages)}, "schemaVersion":"bedrock-conversation-2024" }\n`;
    expect(await fix(odd)).toEqual({ text: odd, changes: [] });
  });

  it('says what it changed, by line and pointer', async () => {
    const value = record(1);
    FAULTS.jpg?.(value);
    FAULTS.scheme?.(value);
    const { changes } = await fix(`${JSON.stringify(record(2))}\n\n${JSON.stringify(value)}`);
    const at = '/messages/0/content/0/image';
    expect(changes).toEqual([
      { line: 2, code: 'blank-line', message: 'blank line left out' },
      { line: 3, code: 'last-line-end', message: 'line feed added at the end' },
      { line: 3, code: 'image-format', pointer: `${at}/format`, message: '"jpg" → "jpeg"' },
      {
        line: 3,
        code: 's3-uri',
        pointer: `${at}/source/s3Location/uri`,
        message: '"my-bucket/a/1.png" → "s3://my-bucket/a/1.png"',
      },
    ]);
  });

  it('never guesses: reserved strings, unknown keys, other buckets, broken lines and long numbers stay', async () => {
    const lines = [
      JSON.stringify({ ...record(1), system: [{ text: 'User: hello' }] }),
      JSON.stringify({ ...record(2), sytem: [] }),
      '{"messages": [',
      '{"messages":[{"role":"User","content":[{"toolUse":{"toolUseId":"1","name":"n","input":{"id":12345678901234567890}}}]}]}',
    ].map((line) => `${line}\n`);
    expect(await fix(lines.join(''))).toEqual({ text: lines.join(''), changes: [] });
    const value = record(3);
    FAULTS.scheme?.(value);
    const elsewhere = `${JSON.stringify(value)}\n`;
    expect(await fix(elsewhere, { method: 'sft', bucket: 'another-bucket' })).toEqual({ text: elsewhere, changes: [] });
  });

  it('keeps copies that are meant', async () => {
    const twice = `${JSON.stringify(record(1))}\n`.repeat(2);
    expect(await fix(twice, { method: 'sft', repeats: true })).toEqual({ text: twice, changes: [] });
    expect((await fix(twice)).changes).toEqual([
      { line: 2, code: 'duplicate-record', message: 'left out, the same as line 1' },
    ]);
  });

  it('knows the records of Canvas and of reinforcement fine-tuning', async () => {
    const canvas = await fix('{"image-ref":"my-bucket/a.png","caption":"a cat"}\n', { method: 'canvas' });
    expect(canvas.text).toBe('{"image-ref":"s3://my-bucket/a.png","caption":"a cat"}\n');
    const rft = await fix('{"messages":[{"role":"System","content":"a"}],"reference_answer":1.50}\n', {
      method: 'rft',
    });
    expect(rft.text).toBe('{"messages":[{"role":"system","content":"a"}],"reference_answer":1.5}\n');
  });
});
