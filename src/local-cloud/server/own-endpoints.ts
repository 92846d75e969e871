import { timingSafeEqual } from 'node:crypto';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { answerControl, type Controls, FAULTS_PATH, SETTINGS_PATH } from './control-endpoints.ts';
import { json } from './json-response.ts';

/** Paths that are the cloud's own, not AWS's. No bucket name may start with an underscore, so none is shadowed. */
const PREFIX = '/_novatune/';
export const HEALTH_PATH = `${PREFIX}health`;
/** `GET` with `?topic=` (ARN or name) and `?limit=`: messages that were published to topics, which AWS has no operation for. */
export const MESSAGES_PATH = `${PREFIX}messages`;
export const STOP_PATH = `${PREFIX}stop`;
/** Header that carries the token of the state folder. */
export const TOKEN_HEADER = 'x-novatune-token';

/** What a running cloud says about itself. */
export interface Health {
  readonly product: 'novatune-local-cloud';
  readonly version: string;
  readonly pid: number;
  /** Seconds. */
  readonly uptime: number;
  readonly folder: string;
  readonly services: readonly string[];
  readonly accountId: string;
  /** Bytes of the process. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** Requests answered since start. */
  readonly requests: number;
}

export interface OwnEndpoints {
  readonly health: () => Health;
  /** Secret of the state folder. */
  readonly token: string;
  /** Called after the answer has been given. */
  readonly stop: () => void;
  /** Published messages, oldest first. Default: none. */
  readonly messages?: (filter: { readonly topic?: string; readonly limit: number }) => readonly object[];
  /** Default: none. */
  readonly controls?: Controls;
}

/** Whether a request is for the cloud itself, not for AWS. */
export function isOwn(request: WireRequest): boolean {
  return request.path.startsWith(PREFIX);
}

/** What only the holder of the token may ask. */
const GUARDED = [STOP_PATH, MESSAGES_PATH, FAULTS_PATH, SETTINGS_PATH];

export async function answerOwn(request: WireRequest, own: OwnEndpoints): Promise<WireResponse> {
  if (request.path === HEALTH_PATH && request.method === 'GET') return json(200, own.health());
  if (GUARDED.includes(request.path) && !isToken(request.headers[TOKEN_HEADER], own.token)) {
    return json(403, {
      message: `${request.method} ${request.path} needs the token of endpoint.json in the header ${TOKEN_HEADER}.`,
    });
  }
  if (request.path === STOP_PATH && request.method === 'POST') {
    setImmediate(own.stop);
    return json(202, { message: 'The local cloud is stopping.' });
  }
  if (request.path === MESSAGES_PATH && request.method === 'GET') return messages(request, own);
  const controlled = own.controls && (await answerControl(request, own.controls));
  if (controlled !== undefined) return controlled;
  return json(404, { message: `The local cloud has no ${request.method} ${request.path}.` });
}

/** Messages that are listed when the request does not say how many. */
const DEFAULT_MESSAGES = 100;

function messages({ query }: WireRequest, own: OwnEndpoints): WireResponse {
  const given = new URLSearchParams(query);
  const topic = given.get('topic');
  const limit = Number(given.get('limit') ?? DEFAULT_MESSAGES);
  if (!Number.isSafeInteger(limit) || limit < 1) {
    return json(400, { message: `limit: expected a whole number from 1 up, got ${given.get('limit')}.` });
  }
  return json(200, { messages: own.messages?.({ ...(topic !== null && { topic }), limit }) ?? [] });
}

function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}
