/** Lets work run at once as long as its sizes together stay within the budget; one that is larger than the budget runs alone. */
export class ByteBudget {
  readonly #limit: number;
  readonly #waiting: { readonly size: number; readonly start: () => void }[] = [];
  #used = 0;
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<Result>(size: number, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => {
      this.#waiting.push({ size, start });
      this.#startNext();
    });
    try {
      return await work();
    } finally {
      this.#used -= size;
      this.#running -= 1;
      this.#startNext();
    }
  }

  /** In the order of asking, so that nothing large waits for ever. */
  #startNext(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (this.#running > 0 && this.#used + next.size > this.#limit) return;
      this.#waiting.shift();
      this.#used += next.size;
      this.#running += 1;
      next.start();
    }
  }
}
