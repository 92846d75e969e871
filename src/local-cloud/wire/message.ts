import type { Readable } from 'node:stream';
import type { Protocol } from '../service/operation.ts';

/** An HTTP request as the wire sees it, whatever the HTTP version. */
export interface WireRequest {
  /** Upper case. */
  readonly method: string;
  /** As sent: percent-encoded, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Readable;
  /** Base URL under which the client reached the cloud, without a trailing slash. */
  readonly endpoint: string;
  /** Aborted when the client goes away or the cloud closes. */
  readonly signal: AbortSignal;
}

/** An HTTP response before it meets a socket. */
export interface WireResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Readable | undefined;
  /** The connection is cut instead of an answer. */
  readonly cut?: true;
}

/** A checked request on its way to its operation. */
export interface RequestOnItsWay {
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly signal: AbortSignal;
}

/** Stands between a checked request and its operation. Calls `work` or refuses; may change the response. */
export type Interference = (request: RequestOnItsWay, work: () => Promise<WireResponse>) => Promise<WireResponse>;

/** What happened to one request, for the log. */
export interface RequestOutcome {
  readonly requestId: string;
  readonly service: string;
  readonly operation: string;
  /** 0 when the connection was cut instead of an answer. */
  readonly status: number;
  readonly code?: string;
}
