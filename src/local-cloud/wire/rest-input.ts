import { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../service/service-error.ts';
import type { BoundMember, OperationPlan, Payload } from './operation-plan.ts';
import type { ServicePlan } from './service-plan.ts';

/** A request whose operation is known and whose body, unless it streams, has been read. */
export interface RestRequest {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes, or the stream when the operation's input streams. */
  readonly body: unknown;
}

/** Collects an operation's input from path, query, headers and body. */
export async function readRestInput(
  service: ServicePlan,
  operation: OperationPlan,
  request: RestRequest,
): Promise<Record<string, unknown>> {
  const { request: binding } = operation;
  const input: Record<string, unknown> = {};
  const read = (bound: BoundMember, text: string) => {
    input[bound.member] = readText(service, bound, text);
  };
  for (const bound of binding.labels) {
    const text = request.labels[bound.member];
    if (text !== undefined) read(bound, text);
  }
  for (const bound of binding.query) {
    const texts = request.query.getAll(bound.place);
    if (texts[0] === undefined) continue;
    if (bound.schema.isListSchema()) {
      const item = { ...bound, schema: NormalizedSchema.of(bound.schema.getValueSchema()) };
      input[bound.member] = texts.map((text) => readText(service, item, text));
    } else read(bound, texts[0]);
  }
  for (const bound of binding.headers) {
    const text = request.headers[bound.place];
    if (text !== undefined) read(bound, text);
  }
  for (const { member, place } of binding.prefixHeaders) input[member] = prefixed(request.headers, place);
  if (binding.queryMap !== undefined) {
    const bound = new Set(binding.query.map(({ place }) => place));
    input[binding.queryMap] = Object.fromEntries([...request.query].filter(([name]) => !bound.has(name)));
  }
  await readBody(service, operation, request.body, input);
  return input;
}

function prefixed(headers: RestRequest['headers'], prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name.startsWith(prefix)) found[name.slice(prefix.length)] = value;
  }
  return found;
}

function readText(service: ServicePlan, { schema, place }: BoundMember, text: string): unknown {
  let value: unknown;
  try {
    value = service.codec.readText(schema, text);
  } catch (cause) {
    throw malformedParameter(service, place, text, cause);
  }
  if (typeof value === 'number' && Number.isNaN(value)) throw malformedParameter(service, place, text);
  return value;
}

function malformedParameter(service: ServicePlan, place: string, text: string, cause?: unknown): ServiceError {
  if (service.definition.protocol === 'restXml') {
    return new ServiceError('InvalidArgument', `Provided ${place} not a valid value`, {
      status: 400,
      members: { ArgumentName: place, ArgumentValue: text },
      cause,
    });
  }
  return new ServiceError('SerializationException', `'${text}' cannot be converted to the type of '${place}'`, {
    status: 400,
    cause,
  });
}

async function readBody(
  service: ServicePlan,
  operation: OperationPlan,
  body: unknown,
  input: Record<string, unknown>,
): Promise<void> {
  const { payload, body: shared } = operation.request;
  if (payload) {
    const value = await readPayload(service, payload, body);
    if (value !== undefined) input[payload.member] = value;
    return;
  }
  if (!shared || !(body instanceof Uint8Array) || body.byteLength === 0) return;
  if (service.definition.protocol === 'restJson1' && !isJsonObject(body)) {
    throw new ServiceError('SerializationException', 'The request body must be a JSON object', { status: 400 });
  }
  const fields = await parseDocument(service, shared, body);
  Object.assign(input, fields);
}

/** Arrays and bare values would be read as an object without members. */
function isJsonObject(body: Uint8Array): boolean {
  const first = body.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b;
}

async function readPayload(service: ServicePlan, payload: Payload, body: unknown): Promise<unknown> {
  if (payload.kind === 'stream' || payload.kind === 'events') return body;
  if (!(body instanceof Uint8Array) || body.byteLength === 0) return undefined;
  if (payload.kind === 'bytes') return body;
  if (payload.kind === 'text') return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  // The member's own traits (its name in the parent) do not apply to a document of its own.
  const schema =
    service.definition.protocol === 'restXml' ? NormalizedSchema.of(payload.schema.getSchema()) : payload.schema;
  return await parseDocument(service, schema, body);
}

/** Parses a body; every failure is the client's. */
export async function parseDocument(
  service: ServicePlan,
  schema: NormalizedSchema,
  body: Uint8Array,
): Promise<unknown> {
  try {
    return await service.codec.read(schema, body);
  } catch (cause) {
    if (service.definition.protocol === 'restXml') {
      const message = 'The XML you provided was not well-formed or did not validate against our published schema';
      throw new ServiceError('MalformedXML', message, { status: 400, cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('SerializationException', `The request body cannot be read: ${reason}`, {
      status: 400,
      cause,
    });
  }
}
