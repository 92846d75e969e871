import type { Wire } from '../wire/dispatch.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { isLocalHost, isLocalOrigin, isLoopbackAddress } from './host-check.ts';
import { sendResponse, toWireRequest } from './http-adapter.ts';
import { answerOwn, isOwn, type OwnEndpoints } from './own-endpoints.ts';
import { type AnyRequest, type AnyResponse, createPolyglotServer } from './polyglot-server.ts';

/** The socket side of a running cloud. */
export interface CloudServer {
  readonly host: string;
  readonly port: number;
  /** Idempotent. Running requests get a few seconds to end. */
  close(): Promise<void>;
}

/** Time running requests get to end on close, milliseconds. */
const CLOSE_GRACE_MS = 3000;

/**
 * Listens on loopback only.
 * @param options.host `127.0.0.1` (default), `localhost` or `::1`.
 * @param options.port 0 chooses a free one.
 * @throws {Error} when the host is not loopback or the port is taken.
 */
export async function startCloudServer(
  wire: Wire,
  own: OwnEndpoints,
  options: { readonly port: number; readonly host?: string },
): Promise<CloudServer> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopbackAddress(host)) {
    throw new Error(
      `The local cloud listens on loopback only: expected 127.0.0.1, localhost or ::1 as host, got ${host}.`,
    );
  }
  const running = new Set<AbortController>();
  const server = createPolyglotServer((request, response) => {
    void serve(request, response, wire, own, running);
  });
  const port = await server.listen(options.port, host).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The local cloud cannot listen on ${host}:${options.port}: ${reason}`, { cause });
  });
  let closed: Promise<void> | undefined;
  return {
    host,
    port,
    close: () => {
      closed ??= server.close(CLOSE_GRACE_MS);
      for (const request of running) request.abort(new Error('The local cloud is closing.'));
      return closed;
    },
  };
}

async function serve(
  request: AnyRequest,
  response: AnyResponse,
  wire: Wire,
  own: OwnEndpoints,
  running: Set<AbortController>,
): Promise<void> {
  const gone = new AbortController();
  running.add(gone);
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.once('close', () => {
    running.delete(gone);
    if (!response.writableFinished) gone.abort(new Error('The client went away.'));
  });
  const wireRequest = toWireRequest(request, gone.signal);
  const answer =
    refuseForeign(wireRequest) ?? (await (isOwn(wireRequest) ? answerOwn(wireRequest, own) : wire(wireRequest)));
  if (!response.destroyed) sendResponse(request, response, answer);
  else if (answer.body && 'destroy' in answer.body) answer.body.destroy();
}

function refuseForeign({ headers }: WireRequest): WireResponse | undefined {
  if (!isLocalHost(headers.host)) return refusal(421, hostMessage(headers.host));
  if (isLocalOrigin(headers.origin)) return undefined;
  return refusal(403, `The local cloud does not answer to web pages of ${headers.origin ?? ''}.`);
}

function hostMessage(host: string | undefined): string {
  return `The local cloud answers to 127.0.0.1, localhost and names below localhost only, not to ${host ?? 'a missing Host header'}.`;
}

function refusal(status: number, message: string): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message })) };
}
