import type { BreakerState, FallbackReason, RolloutCounters } from '../model/rollout.ts';
import type { ConverseAnswer } from '../ports/model-runtime.ts';

type Role = keyof RolloutCounters['tokens'];

/** Counts what a rollout does. */
export class RolloutTally {
  readonly #answered = { primary: 0, fallback: 0, unanswered: 0 };
  readonly #fallbacks: Record<FallbackReason, number> = {
    'outside-share': 0,
    throttled: 0,
    failed: 0,
    unreadable: 0,
    'breaker-open': 0,
  };
  readonly #shadow = { answered: 0, failed: 0, same: 0 };
  readonly #tokens: Record<Role, { input: number; output: number }> = {
    primary: { input: 0, output: 0 },
    fallback: { input: 0, output: 0 },
    shadow: { input: 0, output: 0 },
  };
  #opened = 0;

  answered(by: 'primary' | 'fallback' | 'unanswered'): void {
    this.#answered[by] += 1;
  }

  fellBack(reason: FallbackReason): void {
    this.#fallbacks[reason] += 1;
  }

  shadowed(outcome: 'same' | 'different' | 'failed'): void {
    this.#shadow[outcome === 'failed' ? 'failed' : 'answered'] += 1;
    if (outcome === 'same') this.#shadow.same += 1;
  }

  spent(role: Role, { inputTokens, outputTokens }: ConverseAnswer): void {
    this.#tokens[role].input += inputTokens;
    this.#tokens[role].output += outputTokens;
  }

  breakerOpened(): void {
    this.#opened += 1;
  }

  counters(state: BreakerState): RolloutCounters {
    const { primary, fallback, shadow } = this.#tokens;
    return {
      ...this.#answered,
      fallbacks: { ...this.#fallbacks },
      shadow: { ...this.#shadow },
      breaker: { state, opened: this.#opened },
      tokens: { primary: { ...primary }, fallback: { ...fallback }, shadow: { ...shadow } },
    };
  }
}
