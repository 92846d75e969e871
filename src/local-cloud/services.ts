import { createIamService } from './iam/index.ts';
import type { CallerLookup, SecretLookup } from './service/access-keys.ts';
import type { ServiceDefinition } from './service/operation.ts';
import type { Clock } from './state/clock.ts';
import type { Database } from './state/database.ts';
import type { Cloud, CloudSettings } from './state/ports.ts';
import { createStsService, openSessions } from './sts/index.ts';

/** What exists before any service does. */
export interface Foundations {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: CloudSettings;
  /** Absolute folder of the cloud. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: Cloud['log'];
}

/** The services of one running cloud. */
export interface Services {
  readonly definitions: readonly ServiceDefinition[];
  readonly keys: CallerLookup & SecretLookup;
  /** Takes up work that an earlier process left unfinished. */
  resume(): void;
  /** Ends what the services have running. */
  close(): Promise<void>;
}

/** Every emulated service, one line each. */
export function openServices(foundations: Foundations): Services {
  const sessions = openSessions(foundations);
  const definitions = [createStsService(foundations, sessions), createIamService(foundations)];
  return {
    definitions,
    keys: sessions,
    resume: () => undefined,
    close: async () => undefined,
  };
}
