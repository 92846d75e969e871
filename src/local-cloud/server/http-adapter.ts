import http2 from 'node:http2';
import { pipeline, Readable } from 'node:stream';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import type { AnyRequest, AnyResponse } from './polyglot-server.ts';

/** After an answer, how long the rest of an unread request body is taken in before the connection is cut. Milliseconds. */
const DRAIN_MS = 5000;

/** Makes the wire's request of a socket's. */
export function toWireRequest(request: AnyRequest, signal: AbortSignal): WireRequest {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const headers = plainHeaders(request);
  return {
    method: request.method ?? 'GET',
    path: pathOf(mark < 0 ? url : url.slice(0, mark)),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body: request as Readable,
    endpoint: `http://${headers.host ?? ''}`,
    signal,
  };
}

/** Proxies send absolute URLs as the request target. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
}

function plainHeaders(request: AnyRequest): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(':')) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  headers.host ??= request.headers[':authority'] as string | undefined;
  return headers;
}

/** Writes the response; a streaming body is destroyed when the client goes away. */
export function sendResponse(request: AnyRequest, response: AnyResponse, answer: WireResponse): void {
  if (answer.cut) {
    cutConnection(request, response);
    return;
  }
  const { status, body } = answer;
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
  const headers: Record<string, string> = { ...answer.headers, date: httpDate() };
  if (body instanceof Readable) {
    writeHead(response, status, headers);
    if (bodiless) {
      body.destroy();
      response.end();
    } else pipeline(body, response as NodeJS.WritableStream, () => drain(request));
    return;
  }
  if (status !== 204 && status !== 304) headers['content-length'] ??= String(body?.byteLength ?? 0);
  writeHead(response, status, headers);
  const done = () => drain(request);
  if (bodiless || !body) response.end(done);
  else response.end(body, done);
}

/** The client sees its connection reset; in HTTP/2, which many requests share, its stream. */
function cutConnection(request: AnyRequest, response: AnyResponse): void {
  if ('stream' in response) response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
  else request.socket.resetAndDestroy();
}

/** Both versions take a status and headers; their declarations cannot be called as one. */
function writeHead(response: AnyResponse, status: number, headers: Record<string, string>): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Takes in what an operation left unread, for a while, so that the client gets to read the answer. */
function drain(request: AnyRequest): void {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  const cut = setTimeout(() => request.destroy(), DRAIN_MS);
  cut.unref();
  request.once('close', () => clearTimeout(cut));
  request.once('end', () => clearTimeout(cut));
}

let dateSecond = 0;
let dateText = '';

/** Formatting a date costs more than the rest of the headers: once a second is enough. */
function httpDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = new Date().toUTCString();
  }
  return dateText;
}
