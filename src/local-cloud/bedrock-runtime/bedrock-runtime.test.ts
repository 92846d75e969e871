import { createHash } from 'node:crypto';
import {
  BedrockClient,
  CreateCustomModelDeploymentCommand,
  CreateModelCustomizationJobCommand,
  GetCustomModelDeploymentCommand,
  GetModelCustomizationJobCommand,
} from '@aws-sdk/client-bedrock';
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
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Page, type PageReader, type TextLine, UnreadableImageError } from '../../pages/index.ts';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';

const LITE = 'us.amazon.nova-lite-v1:0';
const PROMPT = 'Which company pays? Answer with its name only.';
const BUCKET = 'docs';

/** Pages by the hash of their image: the answers are what is tested here, not the reading. */
const pages = new Map<string, Page>();
const storedPages: PageReader = {
  read: async (image) => {
    const page = pages.get(hashOf(image));
    if (!page) throw new UnreadableImageError('Expected a whole png image, but its data ends too early.');
    return page;
  },
  close: async () => undefined,
};

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function pageWith(lines: readonly { readonly text: string; readonly x: number; readonly y: number }[]): Page {
  return {
    version: 'stored-1',
    width: 1000,
    height: 1400,
    lines: lines.map(
      (line): TextLine => ({ ...line, confidence: 0.95, w: line.text.length * 0.01, h: 0.015, angle: 0 }),
    ),
    appearance: {
      ink: new Array<number>(18 * 24).fill(0),
      gradients: new Array<number>(288).fill(0),
      statistics: [0.05, 0.02, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.5, 0.1],
      textMap: new Array<number>(9 * 12).fill(0),
    },
  };
}

const NAMES = ['Amber', 'Basalt', 'Cedar', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbor', 'Inlet', 'Jasper', 'Kestrel'];
const TRADES = ['Paper', 'Tools', 'Foods', 'Glass', 'Books', 'Metals', 'Fabrics'];

/** An invoice whose payer stands at the top and whose seller at the bottom, both behind the same word. */
async function drawInvoice(index: number): Promise<{ readonly image: Uint8Array; readonly payer: string }> {
  const name = (at: number) => `${NAMES[at % NAMES.length]} ${TRADES[(at * 3 + index) % TRADES.length]} Ltd ${at + 10}`;
  const [payer, seller] = [name(index * 2), name(index * 2 + 1)];
  const color = { r: index, g: 255 - index, b: 90 };
  const image = await sharp({ create: { width: 900, height: 450, channels: 3, background: color } })
    .png()
    .toBuffer();
  pages.set(
    hashOf(image),
    pageWith([
      { text: 'INVOICE', x: 0.4, y: 0.05 },
      { text: 'Name:', x: 0.1, y: 0.2 },
      { text: payer, x: 0.2, y: 0.2 },
      { text: 'Amount', x: 0.1, y: 0.5 },
      { text: `${index * 13}.00`, x: 0.5, y: 0.5 },
      { text: 'Name:', x: 0.1, y: 0.8 },
      { text: seller, x: 0.2, y: 0.8 },
    ]),
  );
  return { image, payer };
}

let cloud: TestCloud;
let runtime: BedrockRuntimeClient;
let s3: S3Client;
beforeAll(async () => {
  cloud = await withLocalCloud({ pages: storedPages, settings: { deploymentDelayMs: 1500 } });
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

describe('a deployed custom model', () => {
  it('answers from what its job learnt, once it is ready', { timeout: 60_000 }, async () => {
    const held = await Promise.all([200, 201, 202].map(drawInvoice));
    const bedrock = new BedrockClient(cloud.config);
    const deployed = await trainAndDeploy(
      bedrock,
      await Promise.all(Array.from({ length: 40 }, (_, index) => drawInvoice(100 + index))),
    );
    const patient = new BedrockRuntimeClient({ ...cloud.config, maxAttempts: 1 });
    const askTuned = (image: Uint8Array) =>
      patient.send(
        new ConverseCommand({
          modelId: deployed,
          messages: [{ role: 'user', content: [png(image), { text: PROMPT }] }],
        }),
      );
    const first = held[0]?.image ?? new Uint8Array();
    await expect(askTuned(first)).rejects.toMatchObject({
      name: 'ModelNotReadyException',
      $metadata: { httpStatusCode: 429 },
    });
    await expect
      .poll(
        async () =>
          (await bedrock.send(new GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: deployed })))
            .status,
        { timeout: 10_000 },
      )
      .toBe('Active');
    const answers = await Promise.all(held.map(async ({ image }) => textOf(await askTuned(image))));
    const payers = held.map(({ payer }) => payer);
    expect(answers).toEqual(payers);
    const base = await Promise.all(held.map(async ({ image }) => textOf(await ask([png(image), { text: PROMPT }]))));
    expect(base).not.toEqual(payers);
  });
});

async function trainAndDeploy(
  bedrock: BedrockClient,
  invoices: readonly { image: Uint8Array; payer: string }[],
): Promise<string> {
  const lines: string[] = [];
  for (const [index, { image, payer }] of invoices.entries()) {
    const Key = `train/${index}.png`;
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: image }));
    const source = { s3Location: { uri: `s3://${BUCKET}/${Key}`, bucketOwner: '111122223333' } };
    lines.push(
      JSON.stringify({
        schemaVersion: 'bedrock-conversation-2024',
        messages: [
          { role: 'user', content: [{ image: { format: 'png', source } }, { text: PROMPT }] },
          { role: 'assistant', content: [{ text: payer }] },
        ],
      }),
    );
  }
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'train/train.jsonl', Body: `${lines.join('\n')}\n` }));
  const { jobArn = '' } = await bedrock.send(
    new CreateModelCustomizationJobCommand({
      jobName: 'payers',
      customModelName: 'payers',
      roleArn: await makeRole(),
      baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
      trainingDataConfig: { s3Uri: `s3://${BUCKET}/train/train.jsonl` },
      outputDataConfig: { s3Uri: `s3://${BUCKET}/out/` },
      hyperParameters: { epochCount: '3', learningRate: '0.0001' },
    }),
  );
  const getJob = () => bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: jobArn }));
  await expect.poll(async () => (await getJob()).status, { timeout: 30_000, interval: 100 }).toBe('Completed');
  const modelArn = (await getJob()).outputModelArn;
  const created = await bedrock.send(
    new CreateCustomModelDeploymentCommand({ modelDeploymentName: 'payers', modelArn }),
  );
  return created.customModelDeploymentArn ?? '';
}

async function makeRole(): Promise<string> {
  const iam = new IAMClient(cloud.config);
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = policy({ Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'tuner', AssumeRolePolicyDocument: trust }));
  const access = policy({
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
    Resource: ['arn:aws:s3:::docs', 'arn:aws:s3:::docs/*'],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'tuner', PolicyName: 's3', PolicyDocument: access }));
  return Role?.Arn ?? '';
}
