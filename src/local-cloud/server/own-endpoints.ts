import { timingSafeEqual } from 'node:crypto';
import type { WireRequest, WireResponse } from '../wire/message.ts';

/** Paths that are the cloud's own, not AWS's. No bucket name may start with an underscore, so none is shadowed. */
const PREFIX = '/_novatune/';
export const HEALTH_PATH = `${PREFIX}health`;
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
}

/** @returns undefined when the request is for AWS. */
export function answerOwn(request: WireRequest, own: OwnEndpoints): WireResponse | undefined {
  if (!request.path.startsWith(PREFIX)) return undefined;
  if (request.path === HEALTH_PATH && request.method === 'GET') return json(200, own.health());
  if (request.path === STOP_PATH && request.method === 'POST') {
    if (!isToken(request.headers[TOKEN_HEADER], own.token)) {
      return json(403, {
        message: `POST ${STOP_PATH} needs the token of endpoint.json in the header ${TOKEN_HEADER}.`,
      });
    }
    setImmediate(own.stop);
    return json(202, { message: 'The local cloud is stopping.' });
  }
  return json(404, { message: `The local cloud has no ${request.method} ${request.path}.` });
}

function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined || given.length !== token.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(token));
}

function json(status: number, value: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
