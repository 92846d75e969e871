import { Readable } from 'node:stream';
import { EventStreamCodec } from '@smithy/core/event-streams';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import type { MessageHeaders, MessageHeaderValue } from '@smithy/types';
import { ServiceError } from '../service/service-error.ts';
import { isError, membersOf, traitsOf } from './schema.ts';
import type { ServicePlan } from './service-plan.ts';

/** Events as an operation yields them: objects with exactly one member of the union. */
export type EventSource = AsyncIterable<Readonly<Record<string, unknown>>>;

const frames = new EventStreamCodec(toUtf8, fromUtf8);

/**
 * Encodes events as `application/vnd.amazon.eventstream`. Waits for the first event, so that a refusal before it is an ordinary
 * HTTP error; a ServiceError after it becomes an exception frame, as AWS sends it.
 */
export async function encodeEvents(
  service: ServicePlan,
  union: NormalizedSchema,
  source: EventSource,
): Promise<Readable> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  return Readable.from(encodeFrom(service, union, iterator, first), { objectMode: false, highWaterMark: 64 * 1024 });
}

async function* encodeFrom(
  service: ServicePlan,
  union: NormalizedSchema,
  iterator: AsyncIterator<Readonly<Record<string, unknown>>>,
  first: IteratorResult<Readonly<Record<string, unknown>>>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let step = first; !step.done; step = await iterator.next()) yield encodeEvent(service, union, step.value);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    yield encodeException(service, union, error);
  } finally {
    await iterator.return?.();
  }
}

function encodeEvent(
  service: ServicePlan,
  union: NormalizedSchema,
  event: Readonly<Record<string, unknown>>,
): Uint8Array {
  const name = Object.keys(event)[0] ?? '';
  const value = (event[name] ?? {}) as Readonly<Record<string, unknown>>;
  const schema = union.getMemberSchema(name);
  const headers: MessageHeaders = { ':event-type': text(name), ':message-type': text('event') };
  let body: Uint8Array | undefined;
  for (const [member, memberSchema] of membersOf(schema)) {
    const traits = traitsOf(memberSchema);
    if (traits.eventHeader && value[member] !== undefined) headers[member] = headerOf(value[member]);
    if (!traits.eventPayload) continue;
    headers[':content-type'] = text(payloadType(memberSchema, service));
    body = payloadBytes(service, memberSchema, value[member]);
  }
  if (!body) {
    headers[':content-type'] = text(service.codec.contentType);
    body = service.codec.write(schema, value);
  }
  return frames.encode({ headers, body });
}

function encodeException(service: ServicePlan, union: NormalizedSchema, error: ServiceError): Uint8Array {
  const member = membersOf(union).find(
    ([, schema]) => isError(schema.getSchema()) && schema.getSchema()[2 as never] === error.code,
  );
  if (!member) {
    const headers = {
      ':message-type': text('error'),
      ':error-code': text(error.code),
      ':error-message': text(error.message),
    };
    return frames.encode({ headers, body: new Uint8Array() });
  }
  const [name, schema] = member;
  const headers = {
    ':exception-type': text(name),
    ':message-type': text('exception'),
    ':content-type': text(service.codec.contentType),
  };
  return frames.encode({ headers, body: service.codec.write(schema, { message: error.message, ...error.members }) });
}

function payloadType(schema: NormalizedSchema, service: ServicePlan): string {
  if (schema.isBlobSchema()) return 'application/octet-stream';
  return schema.isStringSchema() ? 'text/plain' : service.codec.contentType;
}

function payloadBytes(service: ServicePlan, schema: NormalizedSchema, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? Buffer.from(value) : service.codec.write(schema, value ?? {});
}

function headerOf(value: unknown): MessageHeaderValue {
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return { type: 'integer', value };
  if (value instanceof Date) return { type: 'timestamp', value };
  if (value instanceof Uint8Array) return { type: 'binary', value };
  return text(String(value));
}

function text(value: string): MessageHeaderValue {
  return { type: 'string', value };
}
