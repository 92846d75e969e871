import type { Problem } from '../../../src/studio/api.ts';

/** An answer that is no success, with what studio says about it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

/** `Body` is studio's promise, see `src/studio/api.ts`. */
export async function getJson<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  return (await (await request(path, signal ? { signal } : {})).json()) as Body;
}

export async function postJson<Body>(path: string, body: unknown): Promise<Body> {
  return (await (await post(path, body)).json()) as Body;
}

export const post = (path: string, body: unknown): Promise<Response> =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init);
  if (response.ok) return response;
  const fallback: Problem = { code: `http-${response.status}`, message: response.statusText };
  throw new RequestError(response.status, await (response.json() as Promise<Problem>).catch(() => fallback));
}

/** A query string of what is not undefined. */
export function queryOf(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return new URLSearchParams(given).toString();
}
