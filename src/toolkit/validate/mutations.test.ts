import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Example } from '../model/example.ts';
import type { Finding } from '../model/finding.ts';
import { type RecordsSummary, validateRecords } from './validate.ts';

type Json = Record<string, unknown>;

/** Texts without reserved strings, in several scripts, with every kind of separator that JSON strings may hold. */
const text = fc
  .string({
    unit: fc.constantFrom('a', 'Z', ' ', '7', '票', '\u2028', '"', '\\', 'é', '\u{1f4c4}'),
    minLength: 1,
    maxLength: 30,
  })
  .map((content) => `t${content}`);

const example: fc.Arbitrary<Example> = fc
  .record({
    key: fc.uuid(),
    images: fc.integer({ min: 1, max: 3 }),
    turns: fc.integer({ min: 1, max: 3 }),
    question: text,
    answer: text,
  })
  .map(({ key, images, turns, question, answer }) => ({
    schemaVersion: 'bedrock-conversation-2024',
    system: [{ text: 'You sort documents.' }],
    messages: Array.from({ length: turns }, (_, turn) => [
      {
        role: 'user' as const,
        content: [
          ...Array.from({ length: turn === 0 ? images : 0 }, (_, index) => ({
            image: { format: 'png' as const, source: { s3Location: { uri: `s3://my-bucket/${key}/${index}.png` } } },
          })),
          { text: question },
        ],
      },
      { role: 'assistant' as const, content: [{ text: answer }] },
    ]).flat(),
  }));

const examples = fc.array(example, { minLength: 8, maxLength: 15 });

interface Mutation {
  readonly code: string;
  readonly pointer: (record: Json) => string | undefined;
  /** Changes a deep copy. */
  readonly apply: (record: Json) => void;
}

function messages(record: Json): Json[] {
  return record.messages as Json[];
}

function firstImage(record: Json): Json {
  const content = messages(record)[0]?.content as Json[];
  return content[0]?.image as Json;
}

function s3Location(record: Json): Json {
  return (firstImage(record).source as Json).s3Location as Json;
}

const LAST = (record: Json) => `/messages/${messages(record).length - 1}`;
const IMAGE = '/messages/0/content/0/image';

const MUTATIONS: readonly Mutation[] = [
  { code: 'schema-version', pointer: () => '/schemaVersion', apply: (r) => Object.assign(r, { schemaVersion: 'v2' }) },
  { code: 'unknown-key', pointer: () => '/extra~0key', apply: (r) => Object.assign(r, { 'extra~key': 1 }) },
  { code: 'record-shape', pointer: () => '/messages', apply: (r) => Object.assign(r, { messages: 'none' }) },
  { code: 'record-shape', pointer: () => '/messages/0/role', apply: (r) => delete messages(r)[0]?.role },
  {
    code: 'message-role',
    pointer: () => '/messages/0/role',
    apply: (r) => Object.assign(messages(r)[0] ?? {}, { role: 'human' }),
  },
  {
    code: 'last-message',
    pointer: LAST,
    apply: (r) => messages(r).push({ role: 'user', content: [{ text: 'And?' }] }),
  },
  {
    code: 'first-message',
    pointer: () => '/messages/0',
    apply: (r) => messages(r).unshift({ role: 'assistant', content: [{ text: 'Hi' }] }),
  },
  {
    code: 'message-alternation',
    pointer: LAST,
    apply: (r) => messages(r).push({ role: 'assistant', content: [{ text: 'Hi' }] }),
  },
  { code: 'message-count', pointer: () => '/messages', apply: (r) => messages(r).splice(1) },
  { code: 'empty-text', pointer: () => '/system/0/text', apply: (r) => Object.assign(r, { system: [{ text: '\t' }] }) },
  {
    code: 'empty-content',
    pointer: () => '/messages/1/content',
    apply: (r) => Object.assign(messages(r)[1] ?? {}, { content: [] }),
  },
  {
    code: 'reserved-string',
    pointer: () => '/system/0/text',
    apply: (r) => Object.assign(r, { system: [{ text: 'a <unk> b' }] }),
  },
  {
    code: 'image-format',
    pointer: () => `${IMAGE}/format`,
    apply: (r) => Object.assign(firstImage(r), { format: 'jpg' }),
  },
  {
    code: 's3-uri',
    pointer: () => `${IMAGE}/source/s3Location/uri`,
    apply: (r) => Object.assign(s3Location(r), { uri: 'my-bucket/a.png' }),
  },
  {
    code: 'media-bucket',
    pointer: () => `${IMAGE}/source/s3Location/uri`,
    apply: (r) => Object.assign(s3Location(r), { uri: 's3://other/a.png' }),
  },
  {
    code: 'bucket-owner',
    pointer: () => `${IMAGE}/source/s3Location/bucketOwner`,
    apply: (r) => Object.assign(s3Location(r), { bucketOwner: 'me' }),
  },
  {
    code: 'assistant-text-only',
    pointer: () => '/messages/1/content/0',
    apply: (r) => Object.assign(messages(r)[1] ?? {}, { content: [{ image: firstImage(r) }] }),
  },
];

async function validateTexts(
  lines: readonly string[],
): Promise<RecordsSummary & { readonly findings: readonly Finding[] }> {
  const running = validateRecords([Buffer.from(lines.map((line) => `${line}\n`).join(''))], {
    file: 'f.jsonl',
    model: 'nova-lite',
    bucket: 'my-bucket',
  });
  const findings: Finding[] = [];
  let step = await running.next();
  for (; step.done !== true; step = await running.next()) findings.push(step.value);
  return { ...step.value, findings };
}

function toLines(records: readonly unknown[]): string[] {
  return records.map((record) => JSON.stringify(record));
}

describe('validateRecords', () => {
  it('finds nothing in records that keep the rules', async () => {
    await fc.assert(
      fc.asyncProperty(examples, async (records) => {
        const distinct = [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
        expect(await validateTexts(toLines(records.length === distinct.length ? records : distinct))).toMatchObject({
          findings: [],
        });
      }),
    );
  });

  it.each(MUTATIONS)('finds $code where it was put', async ({ code, pointer, apply }) => {
    await fc.assert(
      fc.asyncProperty(examples, fc.nat(), async (records, place) => {
        const index = place % records.length;
        const mutated = structuredClone(records) as unknown as Json[];
        const record = mutated[index] ?? {};
        apply(record);
        const at = pointer(record);
        const { findings, records: count } = await validateTexts(toLines(mutated));
        expect(count).toBe(records.length);
        const found = findings.filter((finding) => finding.code === code);
        expect(found.length).toBeGreaterThan(0);
        for (const finding of found) {
          expect(finding.line).toBe(index + 1);
          expect(finding.pointer?.startsWith(at ?? '')).toBe(true);
        }
        // Whatever else it causes, other lines stay clean, but for what compares records.
        const elsewhere = findings.filter((finding) => finding.line !== index + 1);
        expect(
          elsewhere.filter(
            (finding) => !['media-in-several-buckets', 'optional-field-consistency'].includes(finding.code),
          ),
        ).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('survives any JSON and any bytes, and numbers the lines right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 6 }), async (lines) => {
        const flat = lines.map((line) => line.replaceAll('\n', ' '));
        const { findings } = await validateTexts(flat);
        for (const { line } of findings) if (line !== undefined) expect(line).toBeLessThanOrEqual(flat.length);
        const errors = new Set(
          findings.filter((finding) => finding.severity !== 'info').map((finding) => finding.line),
        );
        flat.forEach((line, index) => {
          if (index < flat.length - 1 || line !== '') expect(errors.has(index + 1)).toBe(true);
        });
      }),
    );
  });
});
