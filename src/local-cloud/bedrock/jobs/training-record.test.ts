import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageBlock, record } from '../testing/rehearsal.ts';
import { readRecord } from './training-record.ts';
import { trainingRules } from './training-rules.ts';

const LITE = trainingRules('amazon.nova-lite-v1:0:300k');
const LITE_2 = trainingRules('amazon.nova-2-lite-v1:0:256k');
const read = (value: object, rules = LITE) => readRecord(JSON.stringify(value), rules);

describe('a training record', () => {
  it('gives system, last prompt, last answer and all images', () => {
    const first = record([imageBlock('s3://b-1/a.png'), { text: 'one' }], 'two').messages;
    const last = record([{ text: 'three' }, imageBlock('s3://b-1/b/c.png', 'jpeg', null)], 'four');
    expect(read({ ...last, messages: [...first, ...last.messages] }).record).toEqual({
      system: 'You sort documents into the classes invoice and letter.',
      prompt: 'three',
      answer: 'four',
      images: [
        {
          bucket: 'b-1',
          key: 'a.png',
          format: 'png',
          bucketOwner: '111122223333',
          pointer: '/messages/0/content/0/image',
        },
        {
          bucket: 'b-1',
          key: 'b/c.png',
          format: 'jpeg',
          bucketOwner: undefined,
          pointer: '/messages/2/content/1/image',
        },
      ],
      textTokens: 12,
    });
  });

  it('takes reasoning for Nova 2 Lite only, at the start of an answer only', () => {
    const reasoning = { reasoningContent: { reasoningText: { text: 'because' } } };
    const answered = (content: object[]) => ({
      messages: [
        { role: 'user', content: [{ text: 'a' }] },
        { role: 'assistant', content },
      ],
    });
    expect(read(answered([reasoning, { text: 'b' }]), LITE_2).record?.answer).toBe('b');
    expect(read(answered([{ text: 'b' }, reasoning]), LITE_2).problem?.pointer).toBe('/messages/1/content/1');
    expect(read(answered([reasoning, { text: 'b' }])).problem?.kind).toBe('schema');
    expect(read(record([imageBlock('s3://b-1/a.webp', 'webp')], 'x'), LITE_2).problem?.kind).toBe('schema');
  });

  it('names the place of a fault', () => {
    expect(read({ ...record([{ text: 'a' }], 'b'), system: 'text' }).problem?.pointer).toBe('/system');
    expect(read(record([imageBlock('s3://b-1/a b.png')], 'b')).problem).toEqual({
      kind: 'schema',
      pointer: '/messages/0/content/0/image/source/s3Location/uri',
      message: 'must start with s3:// and hold only letters, digits and _ - / .',
    });
    expect(read(record([{ video: {} }], 'b')).problem).toEqual({
      kind: 'schema',
      pointer: '/messages/0/content/0',
      message: 'must be a text or an image with an s3Location',
    });
  });

  it('never throws, whatever the line holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (line) => {
          const result = readRecord(line, LITE);
          expect(result.problem?.kind).toBe('schema');
        },
      ),
    );
  });

  it('takes any text without reserved strings as prompt and answer', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
      .filter((value) => value.trim() !== '' && !/[:<[]/.test(value));
    fc.assert(
      fc.property(text, text, (prompt, answer) => {
        expect(read(record([{ text: prompt }], answer)).record).toMatchObject({ prompt, answer });
      }),
    );
  });
});
