import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { StreamingBody } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import type { WireRequest } from './message.ts';

/** Largest body of an operation that does not stream, bytes. Bedrock's own limit for InvokeModel is 25 MB. */
export const MAX_BUFFERED_BODY = 30 * 1024 * 1024;

/** A body read into memory. @throws {ServiceError} when it is larger than {@link MAX_BUFFERED_BODY}. */
export async function readBuffered(request: WireRequest): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BUFFERED_BODY) throw tooLarge();
  const bytes = await collect(isAwsChunked(request.headers) ? unwrapStream(request).body : request.body);
  const stated = statedHash(request.headers);
  if (stated !== undefined && createHash('sha256').update(bytes).digest('hex') !== stated) throw hashMismatch();
  return bytes;
}

/** The content of a body that was sent compressed, as SDKs do with large inputs of PutMetricData. Signatures cover the body as sent. */
export function unpacked({ headers }: WireRequest, body: Buffer): Buffer {
  if (headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BUFFERED_BODY });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge();
    throw new ServiceError('SerializationException', 'The request body is no valid gzip.', { status: 400, cause });
  }
}

/** Reads to the end without destroying the source, whose socket still has to carry the answer. */
function collect(source: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = () => {
      source.off('data', take);
      reject(tooLarge());
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BUFFERED_BODY) stop();
      else chunks.push(chunk);
    };
    source.on('data', take);
    source.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    source.once('error', reject);
    source.once('close', () => reject(cutShort()));
  });
}

/** A streaming body freed of its framing, with the headers an operation should see instead of the framed ones. */
export function unwrapStream(request: WireRequest): {
  readonly body: StreamingBody;
  readonly headers: Readonly<Record<string, string | undefined>>;
} {
  const { headers } = request;
  if (isAwsChunked(headers)) {
    const length = headers['x-amz-decoded-content-length'];
    const decoder = new AwsChunkedDecoder(length === undefined ? undefined : Number(length));
    return { body: through(request.body, decoder), headers: withoutFraming(headers) };
  }
  const stated = statedHash(headers);
  return { body: through(request.body, stated === undefined ? new PassThrough() : hashCheck(stated)), headers };
}

function isAwsChunked(headers: WireRequest['headers']): boolean {
  return (
    /(^|,)\s*aws-chunked\s*(,|$)/i.test(headers['content-encoding'] ?? '') ||
    (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  );
}

function withoutFraming(headers: WireRequest['headers']): Record<string, string | undefined> {
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding.toLowerCase() !== 'aws-chunked');
  return {
    ...headers,
    'content-encoding': encodings.length > 0 ? encodings.join(',') : undefined,
    'content-length': headers['x-amz-decoded-content-length'],
  };
}

/** SHA-256 the client states for the payload, when it states one. */
function statedHash(headers: WireRequest['headers']): string | undefined {
  const value = headers['x-amz-content-sha256'] ?? '';
  return /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

/** Passes bytes on and fails at their end when they are not the ones that were signed. */
function hashCheck(stated: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest('hex') === stated ? null : hashMismatch());
    },
  });
}

/**
 * Pipes so that neither side's failure destroys the other's socket: a consumer that gives up leaves the rest of the request to be
 * drained, a client that goes away fails the consumer.
 */
function through<Stage extends Transform>(source: Readable, stage: Stage): Stage {
  source.once('error', (error) => stage.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) stage.destroy(cutShort());
  });
  stage.once('close', () => {
    source.unpipe(stage);
    source.resume();
  });
  // Whoever reads the stage sees its failure; without a reader it must not end the process.
  stage.on('error', () => undefined);
  return source.pipe(stage);
}

function tooLarge(): ServiceError {
  const message = `The request body is larger than ${MAX_BUFFERED_BODY} bytes.`;
  return new ServiceError('RequestEntityTooLarge', message, { status: 413 });
}

function hashMismatch(): ServiceError {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new ServiceError('XAmzContentSHA256Mismatch', message, { status: 400 });
}

function cutShort(): ServiceError {
  return new ServiceError('RequestTimeout', 'The client went away before the request body was complete.', {
    status: 400,
  });
}
