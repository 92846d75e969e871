import type { Message } from '@aws-sdk/client-bedrock-runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../service/service-error.ts';
import { checkLimits } from '../nova-limits.ts';
import { imagesOf, prefillOf, promptOf, systemOf } from './conversation.ts';
import { readConverse } from './read-converse.ts';
import { readNative } from './read-native.ts';

const user = (...content: Message['content'] & object): Message => ({ role: 'user', content });
const assistant = (text: string): Message => ({ role: 'assistant', content: [{ text }] });
const image = (bytes = new Uint8Array([1])) => ({ image: { format: 'png' as const, source: { bytes } } });
const native = (body: unknown) => readNative(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const asked = { messages: [{ role: 'user', content: [{ text: 'Which type?' }] }] };

describe('a Converse request', () => {
  it('gives the last user turn as prompt and the images of all turns', () => {
    const conversation = readConverse({
      system: [{ text: 'You sort.' }, { cachePoint: { type: 'default' } }, { text: 'Be brief.' }],
      messages: [user(image(), { text: 'first' }), assistant('letter'), user(image(), { text: 'a' }, { text: 'b' })],
      inferenceConfig: { maxTokens: 5, stopSequences: ['x'] },
      additionalModelRequestFields: { inferenceConfig: { topK: 20 } },
    });
    expect(systemOf(conversation)).toBe('You sort.\nBe brief.');
    expect(promptOf(conversation)).toBe('a\nb');
    expect(imagesOf(conversation).map(({ place }) => place)).toEqual([
      'messages.0.content.0.image',
      'messages.2.content.0.image',
    ]);
    expect(conversation.settings).toEqual({ maxTokens: 5, stopSequences: ['x'] });
    expect(prefillOf(conversation)).toBe('');
    expect(prefillOf(readConverse({ messages: [user({ text: 'q' }), assistant('{"type":')] }))).toBe('{"type":');
  });

  it.each<[string, Parameters<typeof readConverse>[0], string]>([
    ['no message', { messages: [] }, 'must start with a user message'],
    ['an answer first', { messages: [assistant('a')] }, 'must start with a user message'],
    ['two questions in a row', { messages: [user({ text: 'a' }), user({ text: 'b' })] }, 'must alternate'],
    ['an empty message', { messages: [{ role: 'user', content: [] }] }, 'at messages.0 is empty'],
    ['a blank text', { messages: [user({ text: ' \n' })] }, 'at messages.0.content.0 is blank'],
    [
      'an image of the assistant',
      { messages: [user({ text: 'a' }), { role: 'assistant', content: [image()] }] },
      'messages.1.content.0.image',
    ],
    [
      'a video',
      { messages: [user({ video: { format: 'mp4', source: { bytes: new Uint8Array([1]) } } })] },
      'does not read videos',
    ],
    [
      'a document',
      { messages: [user({ document: { name: 'd', format: 'pdf', source: { bytes: new Uint8Array([1]) } } })] },
      'does not read documents',
    ],
    ['a tool result', { messages: [user({ toolResult: { toolUseId: 't', content: [] } })] }, 'toolResult blocks'],
    ['tools', { messages: [user({ text: 'a' })], toolConfig: { tools: [] } }, 'does not read tools'],
    [
      'a topK that is a text',
      { messages: [user({ text: 'a' })], additionalModelRequestFields: { inferenceConfig: { topK: '5' } } },
      '#/inferenceConfig/topK: expected type: Integer, found: String',
    ],
    [
      'a topK in the wrong place',
      { messages: [user({ text: 'a' })], additionalModelRequestFields: { top_k: 5 } },
      'extraneous key [top_k] is not permitted',
    ],
  ])('with %s is refused', (_what, request, message) => {
    expect(() => readConverse(request)).toThrow(message);
  });
});

describe('a native request', () => {
  it('takes both spellings of its settings and base64 images', () => {
    const content = [
      { image: { format: 'png', source: { bytes: Buffer.from('abc').toString('base64') } } },
      { text: 'q' },
    ];
    for (const inferenceConfig of [
      { maxTokens: 7, topP: 0.1, topK: 20, stopSequences: ['x'] },
      { max_new_tokens: 7, top_p: 0.1, top_k: 20, stop_sequences: ['x'] },
    ]) {
      const conversation = native({
        schemaVersion: 'messages-v1',
        messages: [{ role: 'user', content }],
        inferenceConfig,
      });
      expect(conversation.settings).toEqual({ maxTokens: 7, stopSequences: ['x'] });
      const [reference] = imagesOf(conversation);
      expect(reference && 'bytes' in reference.source && Buffer.from(reference.source.bytes).toString()).toBe('abc');
    }
  });

  it.each<[string, unknown, string]>([
    [
      'a body in the style of another model',
      { inputText: 'hi', textGenerationConfig: {} },
      '3 schema violations found',
    ],
    ['no messages', {}, '#: required key [messages] not found'],
    ['an unknown key', { ...asked, prompt: 'x' }, '#: extraneous key [prompt] is not permitted'],
    ['an unknown setting', { ...asked, inferenceConfig: { tokens: 1 } }, 'extraneous key [tokens]'],
    ['a temperature out of range', { ...asked, inferenceConfig: { temperature: 2 } }, '#/inferenceConfig/temperature'],
    [
      'an unknown image format',
      { messages: [{ role: 'user', content: [{ image: { format: 'jpg', source: { bytes: 'AA==' } } }] }] },
      'Malformed input request',
    ],
    [
      'what is no base64',
      { messages: [{ role: 'user', content: [{ image: { format: 'png', source: { bytes: '***' } } }] }] },
      'Malformed input request',
    ],
    ['broken JSON', '{', 'Unable to parse'],
    ['a list', [], 'expected type: JSONObject, found: JSONArray'],
    ['an unknown role', { messages: [{ role: 'system', content: [] }] }, '#/messages/0/role'],
    ['a video', { messages: [{ role: 'user', content: [{ video: { format: 'mp4' } }] }] }, 'does not read videos'],
  ])('with %s is refused', (_what, body, message) => {
    expect(() => native(body)).toThrow(message);
  });

  it('is read or refused, whatever the bytes', () => {
    const body = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          { messages: fc.jsonValue(), system: fc.jsonValue(), inferenceConfig: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        try {
          readNative(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceError);
        }
      }),
    );
  });
});

describe('the limits of Nova', () => {
  const asking = (maxTokens: number, images = 0) =>
    readConverse({
      messages: [user(...Array.from({ length: images }, () => image()), { text: 'q' })],
      inferenceConfig: { maxTokens },
    });

  it('bound the output by generation, images by model and number', () => {
    expect(() => checkLimits(asking(10_001), 'amazon.nova-lite-v1:0')).toThrow('exceeds the model limit of 10000');
    checkLimits(asking(10_001), 'amazon.nova-2-lite-v1:0');
    expect(() => checkLimits(asking(5, 1), 'amazon.nova-micro-v1:0')).toThrow("doesn't support the image field");
    checkLimits(asking(5, 20), 'amazon.nova-pro-v1:0');
    expect(() => checkLimits(asking(5, 21), 'amazon.nova-pro-v1:0')).toThrow('too many images');
  });
});
