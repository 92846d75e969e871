import type { Readable } from 'node:stream';

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
}

/** What happened to one request, for the log. */
export interface RequestOutcome {
  readonly requestId: string;
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly code?: string;
}
