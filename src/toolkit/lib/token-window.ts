const MINUTE_MS = 60_000;

/** Tokens set aside for one call; corrected when the call has ended. */
export interface Reservation {
  readonly at: number;
  tokens: number;
}

/**
 * Tokens of any 60 seconds, at most so many. Services take input and `maxTokens` off the quota when a call begins and give back what was not
 * used when it ends: so does this. A single call that needs more than the cap may begin when nothing else has in the last minute.
 * Times are milliseconds of any origin. Memory: one entry per call of the last minute.
 */
export class TokenWindow {
  readonly #cap: number;
  #entries: Reservation[] = [];
  #from = 0;
  #sum = 0;

  constructor(tokensPerMinute: number) {
    if (!(tokensPerMinute > 0)) throw new RangeError('Expected more than 0 tokens per minute.');
    this.#cap = tokensPerMinute;
  }

  /** Milliseconds until a call of so many tokens may begin. */
  delay(now: number, tokens: number): number {
    this.#forget(now);
    let tooMany = this.#sum + tokens - this.#cap;
    let at = now - MINUTE_MS;
    for (let index = this.#from; tooMany > 0 && index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined) break;
      tooMany -= entry.tokens;
      at = entry.at;
    }
    return Math.max(0, at + MINUTE_MS - now);
  }

  reserve(now: number, tokens: number): Reservation {
    const entry = { at: now, tokens };
    this.#entries.push(entry);
    this.#sum += tokens;
    return entry;
  }

  /** What the call really took. */
  settle(reservation: Reservation, tokens: number, now: number): void {
    this.#forget(now);
    if (reservation.at > now - MINUTE_MS) this.#sum += tokens - reservation.tokens;
    reservation.tokens = tokens;
  }

  #forget(now: number): void {
    for (let entry = this.#entries[this.#from]; entry && entry.at <= now - MINUTE_MS; ) {
      this.#sum -= entry.tokens;
      this.#from += 1;
      entry = this.#entries[this.#from];
    }
    if (this.#from <= 1024 || this.#from * 2 <= this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#from);
    this.#from = 0;
  }
}
