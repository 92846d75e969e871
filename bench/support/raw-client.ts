import { connect, type Socket } from 'node:net';
import type { SignedRequest } from './replay.ts';

/**
 * The least that can be called an HTTP/1.1 client: one request at a time over one socket, the bytes prepared before.
 * Node's own client would cost more than the server that is measured. Reads answers with a Content-Length, and
 * connects again when the server closes.
 */
export interface RawClient {
  /** Sends the request and reads the whole answer. @throws {Error} when its status is not 2xx. */
  answer(): Promise<void>;
  close(): void;
}

export function openRawClient(request: SignedRequest): RawClient {
  const bytes = serialize(request);
  let socket: Socket | undefined;
  return {
    answer: () =>
      new Promise((resolve, reject) => {
        socket ??= open(request, () => {
          socket = undefined;
        });
        const own = socket;
        receive(own, request.method === 'HEAD', (error, head) => {
          own.removeAllListeners('data');
          own.off('close', closed);
          if (/^HTTP\/1\.0|\r\nconnection: close/i.test(head)) {
            own.destroy();
            socket = undefined;
          }
          if (error) reject(error);
          else resolve();
        });
        const closed = () => reject(new Error(`${request.method} ${request.path}: the server hung up`));
        own.once('close', closed);
        own.write(bytes);
      }),
    close: () => socket?.destroy(),
  };
}

function open({ hostname, port }: SignedRequest, onClose: () => void): Socket {
  const socket = connect({ host: hostname, port, noDelay: true });
  socket.on('error', () => {});
  socket.once('close', onClose);
  return socket;
}

function serialize({ method, path, headers, body }: SignedRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const hasLength = Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
  if (body && !hasLength) lines.push(`content-length: ${body.length}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}

function receive(socket: Socket, withoutBody: boolean, done: (error: Error | undefined, head: string) => void): void {
  let head: string | undefined;
  let start: Buffer = Buffer.alloc(0);
  let left = 0;
  socket.on('data', (chunk: Buffer) => {
    if (head === undefined) {
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
      const end = start.indexOf('\r\n\r\n');
      if (end < 0) return;
      head = start.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      left = withoutBody ? 0 : Number(length ?? 0) - (start.length - end - 4);
    } else {
      left -= chunk.length;
    }
    if (left > 0) return;
    const status = Number(head.slice(9, 12));
    const failed = status < 200 || status > 299 || /\r\ntransfer-encoding:/i.test(head);
    done(failed ? new Error(`Expected a 2xx answer of known length, got\n${head}`) : undefined, head);
  });
}
