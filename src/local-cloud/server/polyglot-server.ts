import http from 'node:http';
import http2 from 'node:http2';
import type { Socket } from 'node:net';

/** A request of either HTTP version. */
export type AnyRequest = http.IncomingMessage | http2.Http2ServerRequest;
/** A response of either HTTP version. */
export type AnyResponse = http.ServerResponse | http2.Http2ServerResponse;
export type Handler = (request: AnyRequest, response: AnyResponse) => void;

/** HTTP/1.1 and cleartext HTTP/2 with prior knowledge on one port. */
export interface PolyglotServer {
  /** @returns the port listened on. Rejects with the system's error when it cannot listen. */
  listen(port: number, host: string): Promise<number>;
  /** Stops accepting, lets running requests end for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** First bytes of an HTTP/2 connection with prior knowledge. Source: RFC 9113 §3.4. */
const HTTP2_PREFACE = 'PRI ';
/** A connection that has not sent its request headers by then is closed. Milliseconds. */
const HEADERS_TIMEOUT_MS = 20_000;
/** A connection on which nothing moves for this long is closed. Milliseconds. Model answers may take minutes. */
const IDLE_TIMEOUT_MS = 300_000;
/** Between requests on a kept connection. Milliseconds. Longer than SDK clients keep theirs, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADER_BYTES = 64 * 1024;
/** While closing, how often connections that have become idle are looked for. Milliseconds. */
const IDLE_CHECK_MS = 50;

/**
 * SDK clients of Bedrock Runtime open HTTP/2 without negotiation on `http://` endpoints; all others speak HTTP/1.1. The first bytes
 * of a connection tell which. The HTTP/1.1 server is the one that listens, so its own header timeouts are in force.
 */
export function createPolyglotServer(handler: Handler): PolyglotServer {
  const http1 = http.createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      // Bodies of any size may take any time as long as they move.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 5000,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
    },
    handler,
  );
  const http2Server = http2.createServer({ settings: { maxConcurrentStreams: 256 } }, handler);
  const sockets = new Set<Socket>();
  /** Connections that have not said anything yet. */
  const silent = new Set<Socket>();
  const sessions = new Set<http2.ServerHttp2Session>();
  http2Server.on('session', (session) => {
    sessions.add(session);
    session.setTimeout(IDLE_TIMEOUT_MS, () => session.close());
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  http1.timeout = IDLE_TIMEOUT_MS;
  const [serveHttp1] = http1.listeners('connection') as ((socket: Socket) => void)[];
  http1.removeAllListeners('connection');
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    silent.add(socket);
    socket.on('close', () => silent.delete(socket));
    chooseProtocol(socket, (isHttp2) => {
      silent.delete(socket);
      if (isHttp2) http2Server.emit('connection', socket);
      else serveHttp1?.call(http1, socket);
    });
  });
  return {
    listen: (port, host) => listen(http1, port, host),
    close: async (graceMs) => {
      const closed = new Promise<void>((resolve) => http1.close(() => resolve()));
      for (const socket of silent) socket.destroy();
      for (const session of sessions) session.close();
      // A connection whose request ends only now would be kept for the next one.
      const idle = setInterval(() => http1.closeIdleConnections(), IDLE_CHECK_MS);
      http1.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(cut);
      clearInterval(idle);
    },
  };
}

function chooseProtocol(socket: Socket, choose: (isHttp2: boolean) => void): void {
  const silent = setTimeout(() => socket.destroy(), HEADERS_TIMEOUT_MS);
  socket.once('close', () => clearTimeout(silent));
  socket.once('readable', () => {
    clearTimeout(silent);
    const first: Buffer | null = socket.read();
    if (!first) {
      socket.destroy();
      return;
    }
    socket.unshift(first);
    choose(first.toString('latin1', 0, HTTP2_PREFACE.length) === HTTP2_PREFACE);
  });
}

function listen(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
