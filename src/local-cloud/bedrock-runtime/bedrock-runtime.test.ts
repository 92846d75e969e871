import {
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';
import { drawInvoice, hashOf, pages, storedPages } from './testing/stored-pages.mts';

const LITE = 'us.amazon.nova-lite-v1:0';
const PROMPT = 'Which company pays? Answer with its name only.';
const BUCKET = 'docs';

let cloud: TestCloud;
let runtime: BedrockRuntimeClient;
let s3: S3Client;
beforeAll(async () => {
  cloud = await withLocalCloud({ pages: storedPages });
  runtime = new BedrockRuntimeClient(cloud.config);
  s3 = new S3Client(cloud.config);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(() => cloud.close());

const png = (image: Uint8Array): ContentBlock => ({ image: { format: 'png', source: { bytes: image } } });
const ask = (content: ContentBlock[], more: Partial<ConverseCommandInput> = {}) =>
  runtime.send(new ConverseCommand({ modelId: LITE, messages: [{ role: 'user', content }], ...more }));
const textOf = (answer: { output?: { message?: { content?: ContentBlock[] | undefined } | undefined } | undefined }) =>
  answer.output?.message?.content?.[0]?.text;

describe('Converse', () => {
  it('answers about an image with usage by the published image tokens', async () => {
    const { image } = await drawInvoice(1);
    const answer = await ask([png(image), { text: PROMPT }]);
    expect(answer.stopReason).toBe('end_turn');
    expect(answer.output?.message?.role).toBe('assistant');
    expect([...(pages.get(hashOf(image))?.lines.map(({ text }) => text) ?? [])]).toContain(textOf(answer));
    expect(answer.usage?.inputTokens).toBe(800 + Math.ceil(PROMPT.length / 4.5));
    expect(answer.usage?.totalTokens).toBe((answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0));
    expect(answer.metrics?.latencyMs).toBeGreaterThanOrEqual(0);
    expect(answer.additionalModelResponseFields).toBeUndefined();
  });

  it('says who really answers when asked, and only then', async () => {
    const answer = await ask([{ text: 'Who are you?' }], {
      additionalModelResponseFieldPaths: ['/standIn', '/nothing'],
    });
    expect(textOf(answer)).toMatch(/stand-in, not a language model/);
    expect(answer.additionalModelResponseFields).toEqual({
      standIn: { model: expect.stringMatching(/stand-in/), confidence: 0 },
    });
    await expect(ask([{ text: 'q' }], { additionalModelResponseFieldPaths: ['standIn'] })).rejects.toThrow(
      'JSON Pointer',
    );
  });

  it('obeys maxTokens and stop sequences', async () => {
    const short = await ask([{ text: 'Who are you?' }], { inferenceConfig: { maxTokens: 3 } });
    expect(short).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 3 } });
    const stopped = await ask([{ text: 'Who are you?' }], { inferenceConfig: { stopSequences: [' not a'] } });
    expect(stopped.stopReason).toBe('stop_sequence');
    expect(textOf(stopped)?.endsWith('stand-in,')).toBe(true);
  });

  it('reads images from the caller own buckets only', async () => {
    const { image } = await drawInvoice(2);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a/2.png', Body: image }));
    const at = (uri: string, bucketOwner?: string): ContentBlock => ({
      image: { format: 'png', source: { s3Location: { uri, ...(bucketOwner && { bucketOwner }) } } },
    });
    const [fromS3, inline] = await Promise.all([
      ask([at(`s3://${BUCKET}/a/2.png`, '111122223333'), { text: PROMPT }]),
      ask([png(image), { text: PROMPT }]),
    ]);
    expect(textOf(fromS3)).toBe(textOf(inline));
    expect(fromS3.usage).toEqual(inline.usage);
    const refused = (block: ContentBlock) => expect(ask([block, { text: PROMPT }])).rejects;
    await refused(at(`s3://${BUCKET}/none.png`)).toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching('key does not exist'),
    });
    await refused(at('s3://no-such-bucket/none.png')).toMatchObject({ name: 'ValidationException' });
    await refused(at(`s3://${BUCKET}/a/2.png`, '999999999999')).toMatchObject({ name: 'AccessDeniedException' });
    const stranger = new BedrockRuntimeClient({
      ...cloud.config,
      credentials: { accessKeyId: '999999999999', secretAccessKey: 'x' },
    });
    const content = [at(`s3://${BUCKET}/a/2.png`), { text: PROMPT }];
    await expect(
      stranger.send(new ConverseCommand({ modelId: LITE, messages: [{ role: 'user', content }] })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('refuses images that lie, are cut off or too large', async () => {
    const { image } = await drawInvoice(3);
    const refused = (block: ContentBlock) => expect(ask([block, { text: PROMPT }])).rejects;
    await refused({ image: { format: 'jpeg', source: { bytes: image } } }).toMatchObject({
      name: 'ValidationException',
      message: 'The model returned the following errors: The provided image does not match the specified image format.',
    });
    await refused(png(Buffer.from('no image at all'))).toMatchObject({ name: 'ValidationException' });
    await refused(png(image.subarray(0, 20))).toMatchObject({ name: 'ValidationException' });
    await refused(png(image.subarray(0, image.length - 60))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching('ends too early'),
    });
    await refused(png(Buffer.concat([image, Buffer.alloc(4 * 1024 * 1024)]))).toThrow('3.75 MB');
    const wide = await sharp({ create: { width: 8001, height: 2, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    await refused(png(wide)).toThrow('8000 pixels');
    await expect(ask([png(image), { text: 'q' }], { modelId: 'us.amazon.nova-micro-v1:0' })).rejects.toThrow(
      "doesn't support the image field",
    );
  });

  it.each([
    ['amazon.nova-lite-v1:0:300k', 'ResourceNotFoundException', 404],
    ['amazon.nova-nothing-v1:0', 'ValidationException', 400],
    ['amazon.nova-2-lite-v1:0', 'ValidationException', 400],
  ])('refuses to invoke %s with %s', async (modelId, name, httpStatusCode) => {
    await expect(ask([{ text: 'q' }], { modelId })).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('speaks HTTP/1.1 as well as HTTP/2', async () => {
    const old = new BedrockRuntimeClient({ ...cloud.config, requestHandler: new NodeHttpHandler() });
    const command = { modelId: LITE, messages: [{ role: 'user' as const, content: [{ text: 'Who are you?' }] }] };
    const [first, second] = [
      await old.send(new ConverseCommand(command)),
      await runtime.send(new ConverseCommand(command)),
    ];
    expect(first.output).toEqual(second.output);
    old.destroy();
  });
});

describe('streams', () => {
  it('of Converse come in the order and with the text of the plain answer', async () => {
    const plain = await ask([{ text: 'Who are you?' }]);
    for (const client of [
      runtime,
      new BedrockRuntimeClient({ ...cloud.config, requestHandler: new NodeHttpHandler() }),
    ]) {
      const messages = [{ role: 'user' as const, content: [{ text: 'Who are you?' }] }];
      const { stream } = await client.send(new ConverseStreamCommand({ modelId: LITE, messages }));
      const kinds: string[] = [];
      let text = '';
      let usage: unknown;
      for await (const event of stream ?? []) {
        kinds.push(Object.keys(event)[0] ?? '');
        text += event.contentBlockDelta?.delta?.text ?? '';
        usage ??= event.metadata?.usage;
      }
      expect([...new Set(kinds)]).toEqual([
        'messageStart',
        'contentBlockDelta',
        'contentBlockStop',
        'messageStop',
        'metadata',
      ]);
      expect(kinds.length).toBeGreaterThan(6);
      expect(text).toBe(textOf(plain));
      expect(usage).toEqual(plain.usage);
    }
  });

  it('that are refused are plain errors', async () => {
    const messages = [{ role: 'assistant' as const, content: [{ text: 'x' }] }];
    await expect(runtime.send(new ConverseStreamCommand({ modelId: LITE, messages }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching('must start with a user message'),
    });
  });
});

describe('InvokeModel', () => {
  it('answers in the native schema, whole or in chunks', async () => {
    const { image } = await drawInvoice(4);
    const source = { bytes: Buffer.from(image).toString('base64') };
    const body = JSON.stringify({
      schemaVersion: 'messages-v1',
      system: [{ text: 'You read invoices.' }],
      messages: [{ role: 'user', content: [{ image: { format: 'png', source } }, { text: PROMPT }] }],
      inferenceConfig: { max_new_tokens: 50, temperature: 0 },
    });
    const converse = await ask([png(image), { text: PROMPT }], { system: [{ text: 'You read invoices.' }] });
    const whole = await runtime.send(new InvokeModelCommand({ modelId: LITE, body }));
    expect(whole.contentType).toBe('application/json');
    const answer = JSON.parse(whole.body.transformToString());
    expect(answer).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: textOf(converse) }] } },
      stopReason: 'end_turn',
      usage: { ...converse.usage },
    });
    const streamed = await runtime.send(new InvokeModelWithResponseStreamCommand({ modelId: LITE, body }));
    const events = [];
    for await (const event of streamed.body ?? [])
      events.push(JSON.parse(Buffer.from(event.chunk?.bytes ?? []).toString()));
    expect(events.map((event) => event.contentBlockDelta?.delta.text ?? '').join('')).toBe(textOf(converse));
    expect(events.at(-1)['amazon-bedrock-invocationMetrics'].inputTokenCount).toBe(converse.usage?.inputTokens);
    const counted = await runtime.send(
      new CountTokensCommand({ modelId: 'amazon.nova-lite-v1:0', input: { invokeModel: { body: Buffer.from(body) } } }),
    );
    expect(counted.inputTokens).toBe(converse.usage?.inputTokens);
  });

  it('refuses the schema of other models in the words of Bedrock', async () => {
    const invoke = (body: object) =>
      runtime.send(new InvokeModelCommand({ modelId: LITE, body: JSON.stringify(body) }));
    await expect(invoke({ messages: [], textGenerationConfig: {} })).rejects.toThrow(
      'Malformed input request: #: extraneous key [textGenerationConfig] is not permitted, please reformat your input and try again.',
    );
  });
});

describe('CountTokens', () => {
  it('counts what Converse would charge', async () => {
    const { image } = await drawInvoice(5);
    const messages = [{ role: 'user' as const, content: [png(image), { text: PROMPT }] }];
    const counted = await runtime.send(
      new CountTokensCommand({ modelId: 'amazon.nova-lite-v1:0', input: { converse: { messages } } }),
    );
    expect(counted.inputTokens).toBe((await ask([png(image), { text: PROMPT }])).usage?.inputTokens);
  });
});
