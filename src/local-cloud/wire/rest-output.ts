import { Readable } from 'node:stream';
import { type EventSource, encodeEvents } from './event-stream.ts';
import { headerValue } from './header-value.ts';
import type { WireResponse } from './message.ts';
import type { OperationPlan, Payload } from './operation-plan.ts';
import { isInBody, membersOf, traitsOf } from './schema.ts';
import type { ServicePlan } from './service-plan.ts';

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Spreads an operation's output over status line, headers and body. */
export async function writeRestOutput(
  service: ServicePlan,
  operation: OperationPlan,
  output: Readonly<Record<string, unknown>>,
): Promise<WireResponse> {
  const binding = operation.response;
  const headers: Record<string, string> = {};
  for (const { member, place, schema } of binding.headers) {
    const value = output[member];
    if (value !== undefined && value !== null) headers[place] = headerValue(service.codec.writeText(schema, value));
  }
  for (const { member, place } of binding.prefixHeaders) {
    for (const [name, value] of Object.entries((output[member] ?? {}) as Record<string, unknown>)) {
      headers[place + name.toLowerCase()] = headerValue(String(value));
    }
  }
  const chosen = binding.statusMember === undefined ? undefined : output[binding.statusMember];
  // S3 answers ranges with 206, which its model does not say.
  const partial = headers['content-range'] === undefined ? operation.successStatus : 206;
  const status = typeof chosen === 'number' ? chosen : partial;
  const body = await writeBody(service, operation, output, headers);
  return { status, headers, body };
}

async function writeBody(
  service: ServicePlan,
  operation: OperationPlan,
  output: Readonly<Record<string, unknown>>,
  headers: Record<string, string>,
): Promise<WireResponse['body']> {
  const { payload, body: shared } = operation.response;
  if (payload) return await writePayload(service, payload, output[payload.member], headers);
  if (operation.name === 'GetBucketLocation') return writeUnwrapped(service, operation, output, headers);
  if (!shared) return undefined;
  headers['content-type'] = service.codec.contentType;
  return document(service, service.codec.write(shared, output));
}

async function writePayload(
  service: ServicePlan,
  payload: Payload,
  value: unknown,
  headers: Record<string, string>,
): Promise<WireResponse['body']> {
  if (value === undefined || value === null) return undefined;
  if (payload.kind === 'events') {
    headers['content-type'] = 'application/vnd.amazon.eventstream';
    return await encodeEvents(service, payload.schema, value as EventSource);
  }
  if (payload.kind !== 'structure') {
    headers['content-type'] ??= payload.kind === 'text' ? 'text/plain' : 'application/octet-stream';
    return rawBody(value);
  }
  headers['content-type'] = service.codec.contentType;
  return document(service, service.codec.write(payload.schema, value));
}

function rawBody(value: unknown): Uint8Array | Readable {
  if (value instanceof Uint8Array || value instanceof Readable) return value;
  if (typeof value === 'string') return Buffer.from(value);
  throw new TypeError(`a streaming output must be a Readable, bytes or text, not ${typeof value}`);
}

function document(service: ServicePlan, bytes: Uint8Array): Uint8Array {
  return service.definition.protocol === 'restXml' ? Buffer.concat([Buffer.from(XML_DECLARATION), bytes]) : bytes;
}

/** S3's one output whose root element is the member itself (Smithy trait `s3UnwrappedXmlOutput`, which the run-time schemas leave out). */
function writeUnwrapped(
  service: ServicePlan,
  operation: OperationPlan,
  output: Readonly<Record<string, unknown>>,
  headers: Record<string, string>,
): Uint8Array {
  const member = membersOf(operation.output).find(([, schema]) => isInBody(traitsOf(schema)))?.[0] ?? '';
  headers['content-type'] = service.codec.contentType;
  const value = output[member];
  const open = `${XML_DECLARATION}<${member} xmlns="${service.xmlNamespace}"`;
  return Buffer.from(typeof value === 'string' && value !== '' ? `${open}>${value}</${member}>` : `${open}/>`);
}
