import { openRawClient, type RawClient } from './raw-client.ts';

/** An HTTP request that has been signed once and can be sent again and again. */
export interface SignedRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * A request handler for an AWS SDK client that keeps the last signed request and sends nothing, so that a client's cost
 * (signing, serialising) is not measured as the server's.
 */
export function createRecorder(): { readonly handler: { handle(request: SdkRequest): never }; last(): SignedRequest } {
  let kept: SignedRequest | undefined;
  return {
    handler: {
      handle: ({ method, hostname, port = 80, path, query = {}, headers, body }) => {
        const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, value ?? '']);
        const search = new URLSearchParams(pairs).toString();
        const bytes = body === undefined || body === '' ? undefined : Buffer.from(body as Uint8Array);
        kept = {
          method,
          hostname,
          port,
          path: search === '' ? path : `${path}?${search}`,
          headers,
          ...(bytes && { body: bytes }),
        };
        throw new Error('recorded');
      },
    },
    last: () => {
      if (!kept) throw new Error('Expected a request to have been recorded.');
      return kept;
    },
  };
}

/**
 * Requests answered per second over `requests.length` connections, each sending its next request when the last one is
 * answered.
 */
export async function requestsPerSecond(requests: readonly SignedRequest[], seconds: number): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let answered = 0;
  const loop = async (client: RawClient) => {
    while (performance.now() < end) {
      await client.answer();
      answered += 1;
    }
  };
  const clients = requests.map(openRawClient);
  try {
    await Promise.all(clients.map(loop));
    return answered / ((performance.now() - started) / 1000);
  } finally {
    for (const client of clients) client.close();
  }
}
