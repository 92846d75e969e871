import type { OperationPlan } from './operation-plan.ts';
import { matchPath, type UriTemplate } from './uri-template.ts';

/** The operation a REST request is for. */
export interface Route {
  readonly operation: OperationPlan;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RouteRequest {
  readonly method: string;
  /** Percent-encoded path, for S3 without the bucket. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds an operation by method, path, query and headers.
 * @param accept further condition on the operation, e.g. that it is about a bucket.
 * @throws {URIError} when the path is not valid percent-encoded UTF-8.
 */
export type Router = (request: RouteRequest, accept?: (operation: OperationPlan) => boolean) => Route | undefined;

type Candidate = Route & { readonly template: UriTemplate };

/**
 * Routes collide in S3, where PutObject, CopyObject and UploadPart share method and path. The most specific wins:
 * most literal path segments, then most literal query parameters, then most *required* query parameters and headers present,
 * then the client's own `x-id` hint.
 */
export function createRouter(operations: readonly OperationPlan[]): Router {
  const byMethod = new Map<string, { readonly operation: OperationPlan; readonly template: UriTemplate }[]>();
  for (const operation of operations) {
    const { template } = operation;
    if (!template) continue;
    const list = byMethod.get(template.method) ?? [];
    list.push({ operation, template });
    byMethod.set(template.method, list);
  }
  return (request, accept) => {
    const candidates: Candidate[] = [];
    for (const { operation, template } of byMethod.get(request.method) ?? []) {
      if (accept && !accept(operation)) continue;
      if (!template.query.every(([name, value]) => hasParameter(request.query, name, value))) continue;
      const labels = matchPath(template, request.path);
      if (labels) candidates.push({ operation, template, labels });
    }
    return candidates.length > 1 ? mostSpecific(candidates, request) : candidates[0];
  };
}

function hasParameter(query: URLSearchParams, name: string, value: string): boolean {
  return value === '' ? query.has(name) : query.get(name) === value;
}

function mostSpecific(candidates: readonly Candidate[], request: RouteRequest): Route | undefined {
  const hint = request.query.get('x-id');
  const ranked = candidates.map((candidate) => ({ candidate, rank: rankOf(candidate, request, hint) }));
  ranked.sort((a, b) => compareRanks(b.rank, a.rank));
  return ranked[0]?.candidate;
}

function rankOf({ operation, template }: Candidate, request: RouteRequest, hint: string | null): readonly number[] {
  const { query, headers } = operation.demands;
  const present =
    query.filter((name) => request.query.has(name)).length +
    headers.filter((name) => request.headers[name] !== undefined).length;
  const complete = present === query.length + headers.length;
  return [
    template.literals,
    template.query.length,
    complete ? 1 : 0,
    present,
    hint !== null && template.hint === hint ? 1 : 0,
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
