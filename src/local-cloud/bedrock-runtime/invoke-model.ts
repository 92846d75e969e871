import type {
  InvokeModelRequest,
  InvokeModelResponse,
  InvokeModelWithResponseStreamRequest,
  InvokeModelWithResponseStreamResponse,
  ResponseStream,
} from '@aws-sdk/client-bedrock-runtime';
import type { Operation } from '../service/operation.ts';
import { askModel, type ModelAnswer, type Runtime } from './answer/ask-model.ts';
import { piecesOf } from './answer/bound-answer.ts';
import { notRead } from './refusals.ts';
import { readNative } from './request/read-native.ts';

const JSON_TYPE = 'application/json';

/** InvokeModel with Nova's native schema, `messages-v1`. */
export function invokeModel(runtime: Runtime): Operation<InvokeModelRequest, InvokeModelResponse> {
  return async (input, context) => {
    if (input.guardrailIdentifier !== undefined) throw notRead('guardrailIdentifier', 'guardrails');
    const body = await bytesOf(input.body);
    const answer = await askModel(runtime, input.modelId ?? '', () => readNative(body), context);
    return { body: encode(nativeAnswer(answer)) as NonNullable<InvokeModelResponse['body']>, contentType: JSON_TYPE };
  };
}

/** The same as a stream: each chunk holds one native event as JSON. */
export function invokeModelWithResponseStream(
  runtime: Runtime,
): Operation<InvokeModelWithResponseStreamRequest, InvokeModelWithResponseStreamResponse> {
  return async (input, context) => {
    if (input.guardrailIdentifier !== undefined) throw notRead('guardrailIdentifier', 'guardrails');
    const body = await bytesOf(input.body);
    const answer = await askModel(runtime, input.modelId ?? '', () => readNative(body), context);
    return { body: chunksOf(answer), contentType: JSON_TYPE };
  };
}

/** Bodies arrive as bytes, or as a stream where the wire treats the payload as one. */
export async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (!isAsyncIterable(body)) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** An answer in Nova's native shape. */
export function nativeAnswer({ text, stopReason, usage }: Pick<ModelAnswer, 'text' | 'stopReason' | 'usage'>) {
  return {
    output: { message: { content: [{ text }], role: 'assistant' } },
    stopReason,
    usage: { ...usage, cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 },
  };
}

async function* chunksOf(answer: ModelAnswer): AsyncGenerator<ResponseStream> {
  for (const event of nativeEvents(answer)) yield { chunk: { bytes: encode(event) } };
}

function nativeEvents(answer: ModelAnswer): readonly object[] {
  const { inputTokens, outputTokens } = answer.usage;
  return [
    { messageStart: { role: 'assistant' } },
    ...piecesOf(answer.text).map((text) => ({ contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } })),
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: answer.stopReason } },
    {
      metadata: { usage: { inputTokens, outputTokens }, metrics: {}, trace: {} },
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: inputTokens,
        outputTokenCount: outputTokens,
        invocationLatency: answer.latencyMs,
        firstByteLatency: answer.latencyMs,
      },
    },
  ];
}

function encode(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
