import { RefusalTrial } from './refusal-trial.ts';
import { type Reservation, TokenWindow } from './token-window.ts';

/** Bounds of a {@link CallPace}. */
export interface PaceOptions {
  /** Calls at once, at most. */
  readonly maxConcurrency: number;
  /** Calls at once to begin with; doubles per round trip until the bound or the first refusal. Default 4. */
  readonly initialConcurrency?: number;
  /** Calls begun in any 60 seconds, at most. Default: as many as the service takes. */
  readonly requestsPerMinute?: number;
  /** Tokens of calls begun in any 60 seconds, at most: input and `maxTokens` while a call runs, what it took afterwards. Default: as many as the service takes. */
  readonly tokensPerMinute?: number;
}

/** What a pace has come to, for progress and tests. */
export interface PaceState {
  /** Calls now under way. */
  readonly running: number;
  /** Calls at once, at most. */
  readonly limit: number;
  /** Calls begun per minute; absent before the first refusal when no cap is set. */
  readonly perMinute?: number;
  /** Calls that the service refused because they came too fast. */
  readonly refused: number;
}

const MINUTE_MS = 60_000;
/** A pace never falls below one probe in this many milliseconds, so that the end of an outage is noticed. */
const SLOWEST_MS = 5_000;
/** Multiplicative decrease: the most that one refusal takes away. */
const DECREASE = 0.7;
/** A refusal never cuts below this share of what the service took in the last minute: quotas are counted in minutes. */
const KEEP = 0.97;
/** Additive increase, per second, as a share of the pace at which the service refused. */
const INCREASE_PER_SECOND = 0.004;
/** The increase doubles whenever this long passes without a refusal: quotas come back, and estimates can be far off. */
const DOUBLING_MS = 20_000;
/** A start that came late is made up for, up to this much: timers are late by a millisecond or more. */
const CATCH_UP_MS = 20;

/**
 * How fast to call a service that refuses what comes too fast without saying how fast that is. Plain arithmetic over times that the
 * caller gives (milliseconds, any origin): no timers, no I/O.
 *
 * Until the first refusal the number of calls at once grows. From then on the *rate* of starts is what adapts, by additive increase and
 * multiplicative decrease: quotas are calls per minute, and one call at once may already be too many for a small one.
 * Calls begun before a decrease do not cause another one, so a burst of refusals counts once.
 */
export class CallPace {
  readonly maxConcurrency: number;
  readonly #cap: number;
  readonly #started = new SlidingCount();
  readonly #taken = new SlidingCount();
  readonly #tokens: TokenWindow | undefined;
  readonly #trial = new RefusalTrial();
  #limit: number;
  /** Calls per millisecond; infinite before the first refusal. */
  #rate = Number.POSITIVE_INFINITY;
  /** Rate when the service last began to refuse. */
  #refusedRate = 0;
  #running = 0;
  #refused = 0;
  #firstAt: number | undefined;
  #nextAt = Number.NEGATIVE_INFINITY;
  #cutAt = Number.NEGATIVE_INFINITY;
  #takenSinceCut = true;

  constructor(options: PaceOptions) {
    const { maxConcurrency, initialConcurrency = 4, requestsPerMinute = Number.POSITIVE_INFINITY } = options;
    if (!(maxConcurrency >= 1 && initialConcurrency >= 1 && requestsPerMinute > 0)) {
      throw new RangeError('Expected at least one call at once and more than 0 calls per minute.');
    }
    this.maxConcurrency = Math.floor(maxConcurrency);
    this.#limit = Math.min(this.maxConcurrency, initialConcurrency);
    this.#cap = requestsPerMinute / MINUTE_MS;
    this.#tokens = options.tokensPerMinute === undefined ? undefined : new TokenWindow(options.tokensPerMinute);
  }

  /**
   * Milliseconds until the next call may begin; infinite when one must end first.
   * @param tokens most that the call can take
   */
  delay(now: number, tokens = 0): number {
    if (this.#running >= Math.floor(this.#limit)) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#nextAt - now, this.#delayOfCap(now), this.#tokens?.delay(now, tokens) ?? 0);
  }

  /**
   * A call begins. Call it only when {@link delay} is 0.
   * @returns the tokens set aside, to be settled when there is a cap for them
   */
  start(now: number, tokens = 0): Reservation | undefined {
    this.#firstAt ??= now;
    this.#running += 1;
    if (Number.isFinite(this.#cap)) this.#started.add(now);
    const rate = Math.min(this.#rate, this.#cap);
    if (Number.isFinite(rate)) this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + 1 / rate;
    return this.#tokens?.reserve(now, tokens);
  }

  /** What a call took of the tokens set aside for it; 0 when it was refused. */
  settle(reservation: Reservation | undefined, tokens: number, now: number): void {
    if (reservation !== undefined) this.#tokens?.settle(reservation, tokens, now);
  }

  /** The service took the call; it has ended, well or not. */
  taken(now: number, startedAt = now): void {
    if (this.#running >= Math.floor(this.#limit)) this.#limit = Math.min(this.maxConcurrency, this.#limit + 1);
    this.#running -= 1;
    this.#taken.add(now);
    this.#takenSinceCut = true;
    this.#trial.taken(startedAt);
    if (!Number.isFinite(this.#rate)) return;
    const quietMs = Math.max(0, now - this.#cutAt);
    const perSecond = this.#refusedRate * INCREASE_PER_SECOND * 2 ** Math.min(20, quietMs / DOUBLING_MS);
    // Divided by the calls of a second, so that a second of calls adds the whole, and a pace that is not used does not grow.
    this.#setRate(this.#rate + perSecond / (this.#rate * 1000));
  }

  /** The service refused the call because it came too fast. */
  refused(startedAt: number, now: number): void {
    this.#running -= 1;
    this.#refused += 1;
    if (startedAt < this.#cutAt) {
      this.#trial.refusedEarlier();
      return;
    }
    const answer = this.#trial.refused(now, !Number.isFinite(this.#rate));
    if (answer === 'decrease') this.#decrease(now);
    else if (answer !== 'wait') this.#setRate(Math.max(this.#rate, answer.restore));
  }

  #decrease(now: number): void {
    const first = !Number.isFinite(this.#rate);
    const before = first ? this.#firstRate(now) : this.#rate;
    if (first || this.#takenSinceCut) this.#refusedRate = before;
    const lastMinute = this.#taken.within(now, MINUTE_MS) / MINUTE_MS;
    this.#setRate(Math.min(before, Math.max(before * DECREASE, lastMinute * KEEP)));
    this.#cutAt = now;
    this.#takenSinceCut = false;
    this.#nextAt = now + 1 / this.#rate;
    // Chance seen at this pace says that a faster one is as good.
    this.#trial.decreased(before, this.#rate, now, first ? Number.POSITIVE_INFINITY : before * 2);
  }

  /** The call ended without an answer for a reason that has nothing to do with pace, e.g. a lost connection. */
  ended(): void {
    this.#running -= 1;
  }

  get state(): PaceState {
    const rate = Math.min(this.#rate, this.#cap);
    return {
      running: this.#running,
      limit: Math.floor(this.#limit),
      refused: this.#refused,
      ...(Number.isFinite(rate) && { perMinute: rate * MINUTE_MS }),
    };
  }

  /** What was reached until the first refusal, the refused calls included: the service takes less than that. */
  #firstRate(now: number): number {
    const elapsed = Math.min(MINUTE_MS, Math.max(1000, now - (this.#firstAt ?? now)));
    return (this.#taken.within(now, elapsed) + this.#running + this.#refused) / elapsed;
  }

  #setRate(rate: number): void {
    this.#rate = Math.max(1 / SLOWEST_MS, rate);
  }

  #delayOfCap(now: number): number {
    if (!Number.isFinite(this.#cap)) return 0;
    const most = Math.max(1, Math.floor(this.#cap * MINUTE_MS));
    const oldest = this.#started.nthLast(most);
    return oldest === undefined ? 0 : oldest + MINUTE_MS - now;
  }
}

/** Times of events of the last minute, oldest first. Memory: one number per event of that minute. */
class SlidingCount {
  #times: number[] = [];
  #from = 0;

  add(time: number): void {
    this.#times.push(time);
    while ((this.#times[this.#from] ?? time) < time - MINUTE_MS) this.#from += 1;
    if (this.#from > 1024 && this.#from * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#from);
      this.#from = 0;
    }
  }

  within(now: number, milliseconds: number): number {
    let count = 0;
    for (let index = this.#times.length - 1; index >= this.#from; index -= 1) {
      if ((this.#times[index] ?? 0) <= now - milliseconds) break;
      count += 1;
    }
    return count;
  }

  /** Time of the n-th event from the end; 1 is the last. */
  nthLast(n: number): number | undefined {
    return this.#times[this.#times.length - n];
  }
}
