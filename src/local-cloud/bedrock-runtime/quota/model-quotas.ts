import type { Endpoint } from '../../bedrock/index.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { createMinuteBucket, type MinuteBucket } from './minute-bucket.ts';

/** Requests and tokens per minute of one model id in one account and region. */
export interface ModelQuota {
  /** @throws ServiceError ThrottlingException when the minute has no request left. */
  admitRequest(): void;
  /** True when tokens are limited, so that they have to be counted before the model is asked. */
  limitsTokens(): boolean;
  /**
   * Reserves input and the most output that was asked for, as Bedrock does.
   * @returns to be called with what was really used, whatever came of the request.
   * @throws ServiceError ThrottlingException.
   */
  reserveTokens(tokens: number): (used: number) => void;
}

/** Kept in memory: a new process starts with full quotas. */
export interface ModelQuotas {
  of(accountId: string, endpoint: Endpoint): ModelQuota;
}

/** Bought throughput has no quota per minute. */
const UNLIMITED: ModelQuota = {
  admitRequest: () => undefined,
  limitsTokens: () => false,
  reserveTokens: () => () => undefined,
};

export function openModelQuotas({ clock, settings }: Pick<Cloud, 'clock' | 'settings'>): ModelQuotas {
  const requests = bucketsOf(() => settings.requestsPerMinute, clock.now);
  const tokens = bucketsOf(() => settings.tokensPerMinute, clock.now);
  return {
    of: (accountId, { kind, arn }) => {
      if (kind === 'throughput') return UNLIMITED;
      const key = `${accountId} ${arn}`;
      return {
        admitRequest: () => {
          if (settings.requestsPerMinute === 0) return;
          if (!requests(key).take(1)) throw throttled('Too many requests, please wait before trying again.');
        },
        limitsTokens: () => settings.tokensPerMinute > 0,
        reserveTokens: (amount) => {
          const bucket = tokens(key);
          if (!bucket.take(amount)) throw throttled('Too many tokens, please wait before trying again.');
          return (used) => bucket.giveBack(amount - used);
        },
      };
    },
  };
}

/** One bucket per key, made full at its first request. */
function bucketsOf(perMinute: () => number, now: () => number): (key: string) => MinuteBucket {
  const buckets = new Map<string, MinuteBucket>();
  return (key) => {
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = createMinuteBucket(perMinute, now);
      buckets.set(key, bucket);
    }
    return bucket;
  };
}

/** The texts are AWS's. */
function throttled(message: string): ServiceError {
  return new ServiceError('ThrottlingException', message, { status: 429 });
}
