import { createHash } from 'node:crypto';
import type { Database } from '../../state/database.ts';
import { refusals } from '../refusals.ts';
import type { Scope } from '../scope.ts';

/** A request as the idempotency check sees it. */
interface TokenedRequest {
  readonly operation: string;
  /** SDKs fill it in by themselves. Absent: never a repetition. */
  readonly token: string | undefined;
  readonly input: object;
}

/**
 * Does `make` once per token: a repeated request answers with the ARN that the first one made.
 * @throws ServiceError ConflictException when the token was used with other parameters.
 */
export function once(database: Database, scope: Scope, request: TokenedRequest, make: () => string): string {
  const { operation, token } = request;
  if (token === undefined) return make();
  const fingerprint = createHash('sha256').update(JSON.stringify(request.input, sortKeys)).digest('hex');
  const known = database
    .prepare<{ fingerprint: string; arn: string }>(
      'SELECT fingerprint, arn FROM scheduler_request_token WHERE accountId = ? AND region = ? AND operation = ? AND token = ?',
    )
    .get(scope.accountId, scope.region, operation, token);
  if (known?.fingerprint === fingerprint) return known.arn;
  if (known) {
    throw refusals.conflict(`The client token ${token} was already used for ${operation} with different parameters.`);
  }
  const arn = make();
  database
    .prepare('INSERT INTO scheduler_request_token VALUES (?, ?, ?, ?, ?, ?)')
    .run(scope.accountId, scope.region, operation, token, fingerprint, arn);
  return arn;
}

/** Forgets the tokens that made a thing which is gone, so that the same request can make it again. */
export function forgetRequests(database: Database, arn: string): void {
  database.prepare("DELETE FROM scheduler_request_token WHERE arn = ? AND operation LIKE 'Create%'").run(arn);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
