import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import type { Method } from '../model/nova.ts';
import { validateRecords } from './validate.ts';

// Sound records of the methods besides plain supervised fine-tuning, each broken in one place.

type Json = Record<string, unknown>;

const text = fc
  .string({ unit: fc.constantFrom('a', 'Z', ' ', '7', '票', '"', '\\', 'é', '\u{1f4c4}'), maxLength: 30 })
  .map((content) => `t${content}`);
const textBlock = (content: string) => ({ text: content });
const VERSION = { schemaVersion: 'bedrock-conversation-2024' };

const chat = fc.record({ id: fc.uuid(), question: text, answer: text }).map(({ id, question, answer }) => ({
  id,
  messages: [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: question },
  ],
  reference_answer: { answer },
  tools: [
    {
      type: 'function',
      function: { name: 'clock', description: 'Time', parameters: { type: 'object', properties: {} } },
    },
  ],
  difficulty: 1,
}));

const prompt = fc.record({ key: fc.uuid(), question: text }).map(({ key, question }) => ({
  ...VERSION,
  system: [{ text: 'Answer.' }],
  messages: [{ role: 'user', content: [textBlock(`${question} ${key}`)] }],
}));

const caption = fc.record({ key: fc.uuid(), words: text }).map(({ key, words }) => ({
  'image-ref': `s3://my-bucket/${key}.png`,
  caption: `${words} cat`,
}));

const toolDialogue = fc.record({ key: fc.uuid(), question: text, thought: text }).map(({ key, question, thought }) => ({
  ...VERSION,
  toolConfig: {
    tools: [{ toolSpec: { name: 'clock', description: 'Time', inputSchema: { json: { type: 'object' } } } }],
  },
  messages: [
    { role: 'user', content: [textBlock(`${question} ${key}`)] },
    {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: thought } } },
        { toolUse: { toolUseId: 'one', name: 'clock', input: {} } },
      ],
    },
    { role: 'user', content: [{ toolResult: { toolUseId: 'one', content: [textBlock('noon')] } }] },
    { role: 'assistant', content: [{ reasoningContent: { reasoningText: { text: thought } } }, textBlock('Noon.')] },
  ],
}));

const document = fc.record({ key: fc.uuid(), question: text }).map(({ key, question }) => ({
  ...VERSION,
  messages: [
    {
      role: 'user',
      content: [
        { document: { format: 'pdf', source: { s3Location: { uri: `s3://my-bucket/${key}.pdf` } } } },
        textBlock(question),
      ],
    },
    { role: 'assistant', content: [textBlock('Yes.')] },
  ],
}));

interface Suite {
  readonly name: string;
  readonly method: Method;
  readonly model: string;
  readonly record: fc.Arbitrary<object>;
  /** Found in sound records already. */
  readonly usual?: readonly string[];
  /** The value put at a pointer, or `undefined` to remove it, and what that breaks. */
  readonly breaks: readonly (readonly [pointer: string, value: unknown, code: string])[];
}

const SUITES: readonly Suite[] = [
  {
    name: 'rft',
    method: 'rft',
    model: 'nova-2-lite',
    record: chat,
    breaks: [
      ['/reference_answer', undefined, 'reference-answer'],
      ['/reference_answer', 5, 'reference-answer'],
      ['/reference_answer', {}, 'reference-answer'],
      ['/messages/1/role', 'human', 'message-role'],
      ['/messages/1/role', 'system', 'system-first'],
      ['/messages/1/content', ' ', 'empty-text'],
      ['/messages/1/content', 'see <image>', 'reserved-string'],
      ['/messages/1/content', [{ text: 'a' }], 'record-shape'],
      ['/messages', [], 'user-message'],
      ['/messages/2', { role: 'assistant', content: 'a' }, 'prompt-end'],
      ['/id', '', 'record-id'],
      ['/tools/0/type', 'tool', 'function-tools'],
      ['/tools/0/function/name', '', 'function-tools'],
      ['/tools/0/function/parameters/type', 'list', 'function-tools'],
    ],
  },
  {
    name: 'distillation',
    method: 'distillation',
    model: 'nova-micro',
    record: prompt,
    breaks: [
      ['/schemaVersion', undefined, 'schema-version'],
      ['/system/1', { text: 'More.' }, 'system-count'],
      ['/messages', [], 'prompt-turns'],
      ['/messages/0/role', 'assistant', 'first-message'],
      ['/messages/0/content/1', { text: 'More.' }, 'prompt-content'],
      ['/messages/0/content', [], 'empty-content'],
      ['/messages/0/content/0/image', {}, 'unknown-key'],
      ['/messages/0/content/0/text', 'Bot: hi', 'reserved-string'],
    ],
  },
  {
    name: 'canvas',
    method: 'canvas',
    model: 'nova-canvas',
    record: caption,
    breaks: [
      ['/caption', 'ab', 'caption-length'],
      ['/caption', 'x'.repeat(1025), 'caption-length'],
      ['/caption', undefined, 'record-shape'],
      ['/image-ref', 'my-bucket/a.png', 's3-uri'],
      ['/image-ref', 's3://my-bucket/a.gif', 'image-reference'],
      ['/image-ref', 's3://other-bucket/a.png', 'media-bucket'],
      ['/style', 'oil', 'unknown-key'],
    ],
  },
  {
    name: 'sft with reasoning and tools',
    method: 'sft',
    model: 'nova-2-lite',
    record: toolDialogue,
    usual: ['tool-support'],
    breaks: [
      ['/messages/0/content/1', { reasoningContent: { reasoningText: { text: 'a' } } }, 'reasoning-role'],
      ['/messages/1/content/0/reasoningContent/reasoningText/text', '', 'empty-text'],
      ['/messages/1/content/0/reasoningContent/reasoningText/text', 'User: a', 'reserved-string'],
      ['/messages/1/content/0/reasoningContent/reasoningText', 'a', 'record-shape'],
      ['/messages/3/content/2', { reasoningContent: { reasoningText: { text: 'a' } } }, 'reasoning-order'],
      ['/messages/1/content/1/toolUse/name', 'watch', 'tool-name'],
      ['/messages/1/content/1/toolUse/toolUseId', '', 'tool-use-id'],
      ['/messages/2/content/0/toolResult/toolUseId', 'two', 'tool-result'],
      ['/messages/2/content/1', { toolUse: { toolUseId: 'x', name: 'clock', input: {} } }, 'tool-role'],
      ['/toolConfig/tools', [], 'tool-config'],
    ],
  },
  {
    name: 'sft with documents',
    method: 'sft',
    model: 'nova-2-lite',
    record: document,
    breaks: [
      ['/messages/0/content/0/document/format', 'docx', 'document-format'],
      ['/messages/0/content/0/document/source/s3Location/uri', 's3://my-bucket/a b.pdf', 's3-uri'],
      [
        '/messages/0/content/2',
        { document: { format: 'pdf', source: { s3Location: { uri: 's3://my-bucket/b.pdf' } } } },
        'document-count',
      ],
    ],
  },
];

/** Puts a value at a pointer of a deep copy; `undefined` removes it. */
function put(record: object, pointer: string, value: unknown): Json {
  const copy = structuredClone(record) as Json;
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() ?? '';
  const holder = steps.reduce((at, step) => at[step] as Json, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

async function findingsOf(records: readonly object[], { method, model }: Suite): Promise<Finding[]> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const found: Finding[] = [];
  for await (const finding of validateRecords([Buffer.from(text)], { file: 'f', method, model, bucket: 'my-bucket' }))
    found.push(finding);
  return found;
}

/** The data sets here are short, and rules that compare records speak at another line than the broken one. */
const ELSEWHERE = new Set([
  'row-count-min',
  'media-in-several-buckets',
  'reasoning-consistency',
  'optional-field-consistency',
]);

describe.each(SUITES)('$name', (suite) => {
  const records = fc.uniqueArray(suite.record, { minLength: 3, maxLength: 6, selector: (one) => JSON.stringify(one) });
  const usual = new Set(suite.usual ?? []);

  it('finds nothing in sound records', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (sound) => {
        const found = await findingsOf(sound, suite);
        expect(found.filter(({ code }) => code !== 'row-count-min' && !usual.has(code))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(suite.breaks)('%s = %j → %s', async (pointer, value, code) => {
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), async (sound, place) => {
        const index = place % sound.length;
        const found = await findingsOf(
          sound.map((record, at) => (at === index ? put(record, pointer, value) : record)),
          suite,
        );
        const hit = found.filter((finding) => finding.code === code);
        expect(hit.length).toBeGreaterThan(0);
        for (const finding of hit) {
          expect(finding.line).toBe(index + 1);
          const at = finding.pointer ?? '';
          expect(at.startsWith(pointer) || pointer.startsWith(at)).toBe(true);
        }
        const others = found.filter((finding) => finding.line !== index + 1);
        expect(others.filter((finding) => !ELSEWHERE.has(finding.code) && !usual.has(finding.code))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
