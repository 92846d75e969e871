import { cbor } from '@smithy/core/cbor';
import type { Protocol } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { WireResponse } from './message.ts';
import type { ErrorPlan } from './service-plan.ts';

/** What an error response depends on; without a service for requests that never reached one. */
export interface ErrorScene {
  readonly protocol: Protocol;
  readonly requestId: string;
  readonly method: string;
  readonly xmlNamespace: string;
  /** Percent-encoded path, shown by S3 as the resource. */
  readonly path: string;
  readonly errors: ReadonlyMap<string, ErrorPlan>;
}

/** Puts a refusal into the protocol's error shape. */
export function writeError(scene: ErrorScene, error: ServiceError): WireResponse {
  const plan = scene.errors.get(error.code);
  const status = error.status ?? plan?.status ?? 400;
  const code = plan?.code ?? error.code;
  const fault = plan?.fault ?? (status >= 500 ? 'server' : 'client');
  const name = plan?.name ?? error.code;
  const response = shape(scene, { status, code, name, fault, error, isQueryCompatible: plan?.hasQueryCode === true });
  const bodiless = scene.method === 'HEAD' || status === 304;
  return {
    status,
    headers: { ...(bodiless ? {} : response.headers), ...error.headers },
    body: bodiless ? undefined : response.body,
  };
}

/** A fault of the local cloud itself in the protocol's words, so that clients report it and may retry. */
export function internalError(protocol: Protocol, cause: unknown): ServiceError {
  const code = { restXml: 'InternalError', awsQuery: 'ServiceFailure', restJson1: 'InternalServerException' } as const;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const name = protocol in code ? code[protocol as keyof typeof code] : 'InternalFailure';
  return new ServiceError(name, `The local cloud failed: ${reason}`, { status: 500, cause });
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  /** Of the shape, for protocols other than query ones. */
  readonly name: string;
  readonly isQueryCompatible: boolean;
  readonly fault: 'client' | 'server';
  readonly error: ServiceError;
}

function shape(scene: ErrorScene, refusal: Refusal): Pick<WireResponse, 'headers' | 'body'> {
  const { code, error } = refusal;
  switch (scene.protocol) {
    case 'restXml':
      return xml(
        `<Error>${elements({ Code: code, Message: error.message, ...error.members, Resource: resourceOf(scene), RequestId: scene.requestId, HostId: scene.requestId })}</Error>`,
        'application/xml',
      );
    case 'awsQuery': {
      const type = refusal.fault === 'server' ? 'Receiver' : 'Sender';
      const body = elements({ Type: type, Code: code, Message: error.message, ...error.members });
      return xml(
        `<ErrorResponse xmlns="${scene.xmlNamespace}"><Error>${body}</Error><RequestId>${scene.requestId}</RequestId></ErrorResponse>`,
        'text/xml',
      );
    }
    case 'restJson1':
      return {
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: Buffer.from(JSON.stringify({ message: error.message, ...error.members })),
      };
    case 'awsJson1_0':
    case 'awsJson1_1':
      return {
        headers: {
          'content-type': `application/x-amz-json-${scene.protocol === 'awsJson1_0' ? '1.0' : '1.1'}`,
          ...queryError(refusal),
        },
        body: Buffer.from(JSON.stringify(named(refusal))),
      };
    case 'rpcV2Cbor':
      return {
        headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', ...queryError(refusal) },
        body: Buffer.from(cbor.serialize(named(refusal))),
      };
  }
}

const named = ({ name, error }: Refusal) => ({ __type: name, message: error.message, ...error.members });

/** The code that the service had when it spoke the query protocol only, for clients that still look for it. */
function queryError({ isQueryCompatible, code, fault }: Refusal): Readonly<Record<string, string>> {
  return isQueryCompatible ? { 'x-amzn-query-error': `${code};${fault === 'server' ? 'Receiver' : 'Sender'}` } : {};
}

function resourceOf({ path }: ErrorScene): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function xml(content: string, contentType: string): Pick<WireResponse, 'headers' | 'body'> {
  return {
    headers: { 'content-type': contentType },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`),
  };
}

function elements(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters XML 1.0 cannot carry.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '\ufffd').replace(/[<>&"\r]/g, (character) => ENTITIES[character] ?? character);
}
