import pLimit from 'p-limit';
import { NovatuneError } from '../../../errors.ts';
import { type ByteCounter, type ByteSource, checkRange } from '../../../lib/byte-source.ts';
import { type HubRequest, hubError, hubUnreachable } from './hub-errors.ts';
import { type Attempt, askedWait, type RetryOptions, withRetries } from './retry.ts';

export interface HubOptions extends RetryOptions {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** Sent to the endpoint alone, never to hosts it redirects to. */
  readonly token?: string;
  readonly counter: ByteCounter;
}

export interface HubRepository {
  /** The commit that the revision stands for; everything is read at it. */
  readonly commit: string;
  /** Front matter of README.md, as JSON. */
  readonly card: unknown;
}

export interface HubFile {
  readonly path: string;
  readonly size: number;
}

/** Reads data sets of the Hugging Face Hub. */
export interface HubClient {
  repository(revision: string): Promise<HubRepository>;
  files(revision: string): Promise<readonly HubFile[]>;
  bytes(commit: string, file: HubFile): ByteSource;
}

/** Requests at once: the Hub's limits count requests, not bytes. */
const REQUESTS_AT_ONCE = 8;
/** Longest silence before a try is given up, milliseconds. */
const ATTEMPT_MS = 120_000;
/** Answers worth another try. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** @throws what `hubError` and `hubUnreachable` make of refusals, once retries are used up, and the signal's reason */
export function createHub(dataset: string, options: HubOptions, signal: AbortSignal | undefined): HubClient {
  const hubUrl = options.endpoint;
  const limit = pLimit(REQUESTS_AT_ONCE);
  const get = (what: string, url: string, init?: RequestInit, whole?: number) =>
    limit(() =>
      fetchWhole({ dataset, what, hasToken: options.token !== undefined }, url, { init, whole }, options, signal),
    );
  /** The library sees whole, successful answers only: retries and errors are ours. */
  const libraryFetch = (what: string) => async (url: Parameters<typeof fetch>[0], init?: RequestInit) => {
    const { body, headers } = await get(what, url instanceof Request ? url.url : String(url), init);
    return new Response(body, { headers });
  };
  return {
    async repository(revision) {
      const { datasetInfo } = await import('@huggingface/hub');
      const fetch = libraryFetch(`revision ${revision}`);
      const info = await datasetInfo({ name: dataset, revision, hubUrl, fetch, additionalFields: ['sha', 'cardData'] });
      return { commit: info.sha, card: info.cardData };
    },
    async files(revision) {
      const { listFiles } = await import('@huggingface/hub');
      const files: HubFile[] = [];
      const repo = { type: 'dataset', name: dataset } as const;
      const found = listFiles({ repo, revision, recursive: true, hubUrl, fetch: libraryFetch('the file list') });
      for await (const { type, path, size } of found) if (type === 'file') files.push({ path, size });
      return files;
    },
    bytes: (commit, file) => {
      const path = file.path.split('/').map(encodeURIComponent).join('/');
      const url = `${hubUrl}/datasets/${dataset}/resolve/${encodeURIComponent(commit)}/${path}`;
      return rangedFile(url, `${dataset}/${file.path}`, file, options.counter, (range, from, length) =>
        get(`the file ${file.path}`, from, { headers: { Range: range } }, length),
      );
    },
  };
}

type GetRange = (range: string, url: string, length: number) => Promise<WholeAnswer>;

function rangedFile(url: string, name: string, file: HubFile, counter: ByteCounter, get: GetRange): ByteSource {
  // Where the Hub redirected to: signed, good for a while, and another thousand requests that it need not count.
  let direct: string | undefined;
  const getDirect = async (range: string, length: number): Promise<WholeAnswer> => {
    if (direct === undefined) return get(range, url, length);
    try {
      return await get(range, direct, length);
    } catch (error) {
      // The signature has run out.
      if (!(error instanceof NovatuneError) || error.retryable) throw error;
      direct = undefined;
      return get(range, url, length);
    }
  };
  return {
    name,
    size: file.size,
    async read(start, end) {
      checkRange(start, end, file.size, name);
      if (start === end) return new Uint8Array(0);
      const answer = await getDirect(`bytes=${start}-${end - 1}`, end - start);
      if (answer.url !== url) direct = answer.url;
      counter.bytes += answer.body.length;
      return answer.body;
    },
  };
}

interface WholeAnswer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
  /** After redirects. */
  readonly url: string;
}

interface Wanted {
  readonly init: RequestInit | undefined;
  /** Bytes that must come; any number when absent. */
  readonly whole: number | undefined;
}

function fetchWhole(
  request: HubRequest,
  url: string,
  { init, whole }: Wanted,
  options: HubOptions,
  signal: AbortSignal | undefined,
): Promise<WholeAnswer> {
  const headers = new Headers(init?.headers);
  if (options.token !== undefined && new URL(url).origin === new URL(options.endpoint).origin)
    headers.set('Authorization', `Bearer ${options.token}`);
  const attempt = async (): Promise<Attempt<WholeAnswer>> => {
    const silence = AbortSignal.timeout(ATTEMPT_MS);
    const both = signal === undefined ? silence : AbortSignal.any([signal, silence]);
    try {
      const response = await fetch(url, { ...init, headers, signal: both });
      if (!response.ok) return await refused(request, response);
      const ranged = whole === undefined || response.status === 206;
      if (!ranged) {
        await response.body?.cancel();
        return { done: false, error: hubUnreachable(options.endpoint, request, new Error('it ignores ranges')) };
      }
      const body = new Uint8Array(await response.arrayBuffer());
      if (whole !== undefined && body.length !== whole)
        throw new Error(`expected ${whole} bytes, but ${body.length} came`);
      return { done: true, result: { body, headers: response.headers, url: response.url } };
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof NovatuneError) throw cause;
      return { done: false, error: hubUnreachable(options.endpoint, request, cause) };
    }
  };
  return withRetries(attempt, options, signal);
}

/** @throws the error when another try would change nothing */
async function refused(request: HubRequest, response: Response): Promise<Attempt<never>> {
  const text = await response.text();
  const error = hubError(request, {
    status: response.status,
    errorCode: response.headers.get('x-error-code') ?? undefined,
    message: response.headers.get('x-error-message') ?? messageOf(text),
  });
  if (!PASSING.has(response.status)) throw error;
  return { done: false, error, waitMs: askedWait(response.headers) };
}

/** The Hub says `{"error": "…"}`; proxies say whole pages. */
function messageOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error.replace(/\.$/, '') : '';
  } catch {
    return '';
  }
}
