import { randomBytes } from 'node:crypto';
import { uniqueId } from '../iam/index.ts';
import type { CallerLookup, SecretLookup } from '../service/access-keys.ts';
import type { Caller } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Clock } from '../state/clock.ts';
import type { Database } from '../state/database.ts';

/** Temporary credentials as STS hands them out. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * The temporary credentials that a cloud has given out. Stored, so they outlive a restart.
 * `callerOf` throws ServiceError `ExpiredToken` for a session that has ended and `InvalidClientTokenId` for a wrong session token.
 */
export interface Sessions extends CallerLookup, SecretLookup {
  /** @param seconds how long the credentials are good for. */
  create(identity: Omit<Caller, 'accessKeyId'>, seconds: number): SessionCredentials;
}

interface SessionRow {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly expires: number;
}

const TABLE = `
CREATE TABLE IF NOT EXISTS sts_sessions (
  accessKeyId TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, account TEXT NOT NULL, arn TEXT NOT NULL,
  userId TEXT NOT NULL, expires INTEGER NOT NULL)`;

/** Ended sessions are kept this long, to be told apart from keys that never were. Milliseconds. */
const MEMORY_OF_ENDED_MS = 24 * 3_600_000;
/** Bytes; 40 characters in base64, as AWS secrets have. */
const SECRET_BYTES = 30;
const TOKEN_BYTES = 192;

export function openSessions({ database, clock }: { readonly database: Database; readonly clock: Clock }): Sessions {
  database.execute(TABLE);
  const find = (accessKeyId: string) =>
    database.prepare<SessionRow>('SELECT * FROM sts_sessions WHERE accessKeyId = ?').get(accessKeyId);
  return {
    callerOf: (accessKeyId, sessionToken) => {
      const session = find(accessKeyId);
      if (!session) return undefined;
      if (session.token !== sessionToken) {
        throw new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid.', {
          status: 403,
        });
      }
      if (session.expires <= clock.now()) {
        throw new ServiceError('ExpiredToken', 'The security token included in the request is expired', {
          status: 403,
        });
      }
      return { accountId: session.account, arn: session.arn, userId: session.userId, accessKeyId };
    },
    secretOf: (accessKeyId) => find(accessKeyId)?.secret,
    create: (identity, seconds) => {
      const now = clock.now();
      const credentials: SessionCredentials = {
        accessKeyId: uniqueId('ASIA'),
        secretAccessKey: randomBytes(SECRET_BYTES).toString('base64'),
        sessionToken: randomBytes(TOKEN_BYTES).toString('base64'),
        expires: now + seconds * 1000,
      };
      database.prepare('DELETE FROM sts_sessions WHERE expires < ?').run(now - MEMORY_OF_ENDED_MS);
      database
        .prepare(
          'INSERT INTO sts_sessions (accessKeyId, secret, token, account, arn, userId, expires) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          ...[credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken],
          ...[identity.accountId, identity.arn, identity.userId, credentials.expires],
        );
      return credentials;
    },
  };
}
