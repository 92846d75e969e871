/** Answers kept at once; the oldest go first. */
const MAX_KEPT = 200;

interface Entry {
  readonly answer: Promise<unknown>;
  /** Milliseconds since the epoch; undefined while it is under way. */
  settledAt?: number;
  /** Milliseconds for which it is good enough. */
  goodForMs: number;
}

/** Answers of a service, kept for a while and shared by everyone who asks meanwhile. Failures are kept as well: they must not be asked for again at once. */
export class KeptAnswers {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param goodForMs of a failure, and of an answer unless `goodFor` says otherwise */
  get<Answer>(
    key: string,
    goodForMs: number,
    ask: () => Promise<Answer>,
    goodFor: (answer: Answer) => number = () => goodForMs,
  ): Promise<Answer> {
    const known = this.#entries.get(key);
    if (known && !this.#isOver(known, known.goodForMs)) return known.answer as Promise<Answer>;
    const answer = ask();
    const entry: Entry = { answer, goodForMs };
    const settle = (forMs: number) => {
      entry.settledAt = this.#now();
      entry.goodForMs = forMs;
    };
    answer.then(
      (value) => settle(goodFor(value)),
      () => settle(goodForMs),
    );
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_KEPT) break;
      this.#entries.delete(oldest);
    }
    return answer;
  }

  /** The next one who asks gets a new answer, if this one is at least so old. One under way stays. */
  forget(key: string, olderThanMs = 0): void {
    const known = this.#entries.get(key);
    if (known && this.#isOver(known, olderThanMs)) this.#entries.delete(key);
  }

  #isOver({ settledAt }: Entry, goodForMs: number): boolean {
    return settledAt !== undefined && this.#now() - settledAt >= goodForMs;
  }
}
