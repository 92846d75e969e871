import { BrokenCircuitError, CircuitState, circuitBreaker, handleWhen, SamplingBreaker } from 'cockatiel';
import { CloudError } from '../errors.ts';
import { NoTurnError } from '../lib/call-gate.ts';
import type { BreakerState } from '../model/rollout.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

/** When the primary is left alone, and for how long. */
export interface BreakerOptions {
  /** Share of failed questions above which it is not asked any more, above 0 and below 1. Default 0.5. */
  readonly failureShare?: number;
  /** Fewest questions within `windowMs` that say anything. Default 5. */
  readonly minimumQuestions?: number;
  /** Time looked back on, milliseconds. Default 10,000. */
  readonly windowMs?: number;
  /** Time until one document tries it again, milliseconds. Default 30,000. */
  readonly pauseMs?: number;
}

/** Stops asking a model that fails, and tries now and then whether it is back. */
export interface PrimaryBreaker {
  readonly state: BreakerState;
  /** @throws BreakerOpenError without running `work`; otherwise whatever `work` throws. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
}

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/** Failures and unreadable answers count, throttles too; a call that found no turn at its pace was never made and says nothing. */
const countsAgainst = (error: Error): boolean =>
  error instanceof UnreadableAnswerError || (error instanceof CloudError && !(error instanceof NoTurnError));

/** @param onChange hears of every change of state */
export function createBreaker(options: BreakerOptions, onChange: (state: BreakerState) => void): PrimaryBreaker {
  const { failureShare = 0.5, minimumQuestions = 5, windowMs = 10_000, pauseMs = 30_000 } = options;
  const policy = circuitBreaker(handleWhen(countsAgainst), {
    halfOpenAfter: pauseMs,
    breaker: new SamplingBreaker({
      threshold: failureShare,
      duration: windowMs,
      minimumRps: (minimumQuestions / windowMs) * 1000,
    }),
  });
  policy.onStateChange((state) => onChange(STATES[state]));
  return {
    get state() {
      return STATES[policy.state];
    },
    run: async (work) => {
      try {
        return await policy.execute(work);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new BreakerOpenError() : error;
      }
    },
  };
}
