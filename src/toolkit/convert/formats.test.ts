import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageBlock } from '../model/example.ts';
import type { ChatFormat, Conversation, Problem, Turn } from './conversation.ts';
import { writeBedrock } from './formats/bedrock.ts';
import { writeHfChat } from './formats/hf-chat.ts';
import { writeOpenAi } from './formats/openai.ts';
import { readRecord } from './read-record.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'B', '图', '😀', '"', '\n', '<image>', '{', ' ', '\u2028', '/') });
const wordy = text.map((value) => `${value}x`);
const image = fc.stringMatching(/^[a-z0-9]{1,8}\.png$/).map((name) => `s3://bucket/${name}`);

/** Conversations that every format can say; pointers are left out, for they depend on the format. */
const conversation = fc
  .record({
    system: fc.array(wordy, { maxLength: 2 }),
    exchanges: fc.array(
      fc.record({
        before: fc.array(fc.oneof(wordy, image), { maxLength: 3 }),
        question: wordy,
        answer: fc.array(wordy, { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ system, exchanges }) => ({
    system,
    turns: exchanges.flatMap(({ before, question, answer }): Omit<Turn, 'pointer'>[] => [
      { role: 'user', parts: [...before, question].map(toPart) },
      { role: 'assistant', parts: answer.map(toPart) },
    ]),
  }));

function toPart(value: string): Turn['parts'][number] {
  return value.startsWith('s3://') ? { kind: 'image', source: value, pointer: '' } : { kind: 'text', text: value };
}

function withoutPointers(conversation: Conversation | undefined) {
  return conversation?.turns.map(({ role, parts }) => ({
    role,
    parts: parts.map((part) => (part.kind === 'image' ? { ...part, pointer: '' } : part)),
  }));
}

function read(record: unknown, format: ChatFormat) {
  const problems: Problem[] = [];
  const bytes = Buffer.from(JSON.stringify(record) ?? 'null');
  const line = { number: 1, bytes, length: bytes.length, tooLong: false, end: 'lf' } as const;
  const found = readRecord(line, format, (problem) => problems.push(problem));
  return { conversation: found, problems };
}

const block = (uri: string): ImageBlock => ({ image: { format: 'png', source: { s3Location: { uri } } } });

/** What each format makes of a conversation, with the images named as they were. */
const WRITERS: Readonly<Record<Exclude<ChatFormat, 'sharegpt'>, (conversation: Conversation) => unknown>> = {
  bedrock: (one) => writeBedrock(one, block),
  openai: (one) => writeOpenAi(one, (source) => source),
  'hf-chat': (one) => writeHfChat(one, (source) => source),
};

describe.each(['bedrock', 'openai', 'hf-chat'] as const)('%s', (format) => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(conversation, ({ system, turns }) => {
        const whole = { system, turns: turns.map((turn) => ({ ...turn, pointer: '' })) };
        const back = read(WRITERS[format](whole), format);
        expect(back.problems).toEqual([]);
        expect(back.conversation?.system).toEqual(system);
        expect(withoutPointers(back.conversation)).toEqual(turns);
      }),
    );
  });

  it('points at images where they are in the record', () => {
    const source = 's3://bucket/a~b/1.png';
    const turns: Turn[] = [
      {
        role: 'user',
        parts: [
          { kind: 'text', text: 'x' },
          { kind: 'image', source, pointer: '' },
        ],
        pointer: '',
      },
      { role: 'assistant', parts: [{ kind: 'text', text: 'y' }], pointer: '' },
    ];
    const record = WRITERS[format]({ system: [], turns });
    const pointers = read(record, format).conversation?.turns.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'image' ? [part.pointer] : [])),
    );
    expect(pointers).toHaveLength(1);
    const found = (pointers?.[0] ?? '')
      .split('/')
      .slice(1)
      .reduce((value: unknown, key) => (value as Record<string, unknown>)[key], record);
    expect(found).toBe(source);
  });
});

describe.each(['bedrock', 'openai', 'hf-chat', 'sharegpt'] as const)('%s with anything in it', (format) => {
  const keys = [
    'messages',
    'conversations',
    'role',
    'content',
    'from',
    'value',
    'type',
    'text',
    'image',
    'images',
    'system',
  ];
  const words = [
    'user',
    'assistant',
    'system',
    'human',
    'gpt',
    'tool',
    'text',
    'image',
    'image_url',
    '',
    'x',
    '__proto__',
  ];
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom(...words),
      fc.constantFrom(null, 0, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const record = fc.dictionary(fc.constantFrom(...keys), anything, { maxKeys: 5 });

  it('reports why it is no conversation, or reads one that is whole', () => {
    fc.assert(
      fc.property(record, (value) => {
        const { conversation: found, problems } = read(value, format);
        const errors = problems.filter(({ severity }) => severity === 'error');
        if (errors.length > 0) return;
        expect(found?.turns.length).toBeGreaterThanOrEqual(2);
        expect(found?.turns.map(({ role }) => role)).toEqual(
          found?.turns.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('image placeholders', () => {
  it('read the same images and texts from a string as from parts', () => {
    const pieces = fc.array(fc.constantFrom('a', 'b c', '图'), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(pieces, (texts) => {
        const images = texts.slice(1).map((_, index) => `${index}.png`);
        const conversations = [
          { from: 'human', value: texts.join('<image>') },
          { from: 'gpt', value: 'y' },
        ];
        const parts = texts.flatMap((value, index) => [
          ...(index > 0 ? [{ type: 'image' }] : []),
          { type: 'text', text: value },
        ]);
        const messages = [
          { role: 'user', content: parts },
          { role: 'assistant', content: 'y' },
        ];
        const fromString = read({ conversations, images }, 'sharegpt');
        expect(fromString.problems).toEqual([]);
        expect(withoutPointers(fromString.conversation)).toEqual(
          withoutPointers(read({ messages, images }, 'hf-chat').conversation),
        );
      }),
    );
  });
});
