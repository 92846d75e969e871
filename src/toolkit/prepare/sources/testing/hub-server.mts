import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';

// Speaks the calls of the Hub that reading a data set needs, with ranges, and counts what it sends.

/** A data set on the server. */
export interface ServedDataset {
  /** Files by path, by revision. */
  readonly revisions: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  readonly card?: unknown;
  readonly token?: string;
  readonly gated?: boolean;
}

/** How the server fails; taken off the list one by one. */
export type HubFault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks in the middle of the body. */
  | 'cut'
  /** The whole file in place of the range. */
  | 'whole';

export interface HubServer {
  readonly url: string;
  /** `METHOD path range`, in order. */
  readonly requests: string[];
  /** Bytes of file contents sent. */
  readonly sent: () => number;
  readonly faults: HubFault[];
  /** Authorization headers that came to the place files are redirected to. */
  readonly storageTokens: (string | undefined)[];
  close(): Promise<void>;
}

const SHA = (text: string): string => createHash('sha1').update(text).digest('hex');

/** @param options.redirect send files from another origin, as the Hub does */
export async function startHubServer(
  datasets: Readonly<Record<string, ServedDataset>>,
  options: { readonly redirect?: boolean } = {},
): Promise<HubServer> {
  const state: State = {
    datasets,
    redirect: options.redirect ?? false,
    requests: [],
    faults: [],
    storageTokens: [],
    sent: 0,
    port: 0,
  };
  const server = createServer((request, response) => answer(state, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  state.port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${state.port}`,
    requests: state.requests,
    faults: state.faults,
    storageTokens: state.storageTokens,
    sent: () => state.sent,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

interface State {
  readonly datasets: Readonly<Record<string, ServedDataset>>;
  readonly redirect: boolean;
  readonly requests: string[];
  readonly faults: HubFault[];
  readonly storageTokens: (string | undefined)[];
  sent: number;
  port: number;
}

const CALL = /^\/(api\/)?datasets\/([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/?]+)(?:\/([^?]*))?/;

function answer(state: State, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  state.requests.push(`${request.method} ${url} ${request.headers.range ?? ''}`.trim());
  const [fault] = state.faults;
  const stored = url.startsWith('/storage');
  const [, , name = '', call = '', revision = '', path = ''] = CALL.exec(url.replace(/^\/storage/, '')) ?? [];
  const dataset = state.datasets[name];
  const refusal = stored ? undefined : refuse(dataset, request);
  if (typeof fault === 'object') {
    state.faults.shift();
    fail(response, { status: fault.status }, fault.headers);
  } else if (refusal !== undefined) fail(response, refusal);
  else if (dataset !== undefined) serve(state, request, response, { dataset, name, call, revision, path, stored });
}

interface Call {
  readonly dataset: ServedDataset;
  readonly name: string;
  readonly call: string;
  readonly revision: string;
  readonly path: string;
  /** At the storage that files are redirected to. */
  readonly stored: boolean;
}

function serve(state: State, request: IncomingMessage, response: ServerResponse, asked: Call): void {
  const { dataset, name, call, stored } = asked;
  const wanted = decodeURIComponent(asked.revision);
  const known = Object.keys(dataset.revisions).find((one) => one === wanted || SHA(`${name}@${one}`) === wanted);
  const revision = known ?? (wanted === 'HEAD' ? 'main' : '');
  const files = dataset.revisions[revision];
  if (files === undefined)
    fail(response, { status: 404, code: 'RevisionNotFound', message: `Invalid rev id: ${wanted}` });
  else if (call === 'revision') {
    const about = { _id: '1', id: name, private: false, gated: false };
    json(response, { ...about, sha: SHA(`${name}@${revision}`), cardData: dataset.card });
  } else if (call === 'tree') {
    const entry = ([path, { length }]: [string, Uint8Array]) => ({ type: 'file', path, size: length, oid: SHA(path) });
    json(response, Object.entries(files).map(entry));
  } else if (state.redirect && !stored) {
    // Another host name is another origin: tokens must stay behind.
    response.writeHead(302, { location: `http://localhost:${state.port}/storage${request.url}` }).end();
  } else {
    if (stored) state.storageTokens.push(request.headers.authorization);
    const bytes = files[decodeURIComponent(asked.path)];
    if (bytes === undefined) fail(response, { status: 404, code: 'EntryNotFound', message: 'Entry not found' });
    else sendRange(state, request, response, bytes);
  }
}

interface Refusal {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
}

function refuse(dataset: ServedDataset | undefined, request: IncomingMessage): Refusal | undefined {
  const token = request.headers.authorization?.replace('Bearer ', '');
  const unknown = { status: 401, code: 'RepoNotFound', message: 'Invalid username or password.' };
  if (dataset === undefined)
    return token === undefined ? unknown : { status: 404, code: 'RepoNotFound', message: 'Repository not found' };
  if (dataset.token === undefined || dataset.token === token) return undefined;
  if (dataset.gated === true) {
    const message = 'Access to this data set is restricted';
    return { status: token === undefined ? 401 : 403, code: 'GatedRepo', message };
  }
  return token === undefined ? unknown : { status: 401, message: 'Invalid credentials in Authorization header' };
}

function sendRange(state: State, request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (request.method === 'HEAD') {
    response.writeHead(200, { 'content-length': bytes.length, 'accept-ranges': 'bytes' }).end();
    return;
  }
  const fault = state.faults.shift();
  const whole = from === undefined || to === undefined || fault === 'whole';
  const body = whole ? bytes : bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(whole ? 200 : 206, {
    'content-length': body.length,
    etag: `"${bytes.length}"`,
    ...(!whole && { 'content-range': `bytes ${from}-${to}/${bytes.length}` }),
  });
  if (fault === 'cut') {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    return;
  }
  // As it leaves: whoever hangs up early has not read the rest.
  const counted = Readable.from(pieces(body)).on('data', (piece: Uint8Array) => {
    state.sent += piece.length;
  });
  pipeline(counted, response, () => {});
}

function* pieces(body: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function fail(response: ServerResponse, refusal: Refusal, headers: Readonly<Record<string, string>> = {}): void {
  const { status, code, message = '' } = refusal;
  const about = code === undefined ? {} : { 'x-error-code': code, 'x-error-message': message };
  response.writeHead(status, { 'content-type': 'application/json', ...about, ...headers });
  response.end(JSON.stringify({ error: message }));
}
