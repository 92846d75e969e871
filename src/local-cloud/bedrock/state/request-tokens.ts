import { createHash } from 'node:crypto';
import type { Database } from '../../state/database.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** A request as the idempotency check sees it. */
export interface TokenedRequest {
  readonly operation: string;
  /** `clientRequestToken`; SDKs fill it in by themselves. Absent: never a repetition. */
  readonly token: string | undefined;
  /** The whole input. */
  readonly input: object;
}

/**
 * ARN that an earlier identical request made, or undefined.
 * @throws ServiceError ConflictException when the token was used with other parameters.
 */
export function findRepeated(database: Database, scope: Scope, request: TokenedRequest): string | undefined {
  if (request.token === undefined) return undefined;
  const row = database
    .prepare<{ fingerprint: string; arn: string }>(
      'SELECT fingerprint, arn FROM bedrock_request_token WHERE accountId = ? AND region = ? AND operation = ? AND token = ?',
    )
    .get(scope.accountId, scope.region, request.operation, request.token);
  if (row === undefined) return undefined;
  if (row.fingerprint !== fingerprint(request.input)) {
    throw refusals.conflict(
      `The client request token ${request.token} was already used for ${request.operation} with different parameters.`,
    );
  }
  return row.arn;
}

/** Remembers what a token made. Call in the transaction that inserts the resource. */
export function rememberRequest(database: Database, scope: Scope, request: TokenedRequest, arn: string): void {
  if (request.token === undefined) return;
  database
    .prepare('INSERT INTO bedrock_request_token VALUES (?, ?, ?, ?, ?, ?)')
    .run(scope.accountId, scope.region, request.operation, request.token, fingerprint(request.input), arn);
}

/** Forgets the tokens of a deleted resource, so the same request can make it again. */
export function forgetRequests(database: Database, arn: string): void {
  database.prepare('DELETE FROM bedrock_request_token WHERE arn = ?').run(arn);
}

function fingerprint(input: object): string {
  return createHash('sha256').update(JSON.stringify(input, sortKeys)).digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
