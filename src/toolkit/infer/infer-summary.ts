import { latencyOf } from '../lib/latency.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { Latency } from '../model/scores.ts';

export interface InferSummary {
  /** Documents asked for. */
  readonly documents: number;
  readonly answered: number;
  readonly failed: number;
  /** Taken from the predictions of an earlier run without a call. */
  readonly resumed: number;
  /** Left alone because only failed ones were wanted. */
  readonly leftOut: number;
  /** Of the answered: without a call, from the cache or because another document has the same image. */
  readonly cached: number;
  /** Calls made, throttled and repeated ones included. */
  readonly calls: number;
  /** Calls that the service refused because they came too fast. */
  readonly throttled: number;
  /** Of the answers that were asked for in this run; shadows included. */
  readonly tokens: { readonly input: number; readonly output: number };
  /** Milliseconds of the successful calls of this run; absent when there were none. */
  readonly latencyMs?: Latency;
}

/** Adds up what happens to the documents. Memory: one number per call. */
export class SummaryTally {
  readonly #count = { documents: 0, answered: 0, failed: 0, resumed: 0, leftOut: 0, cached: 0, calls: 0 };
  readonly #tokens = { input: 0, output: 0 };
  readonly #latencies: number[] = [];

  get answered(): number {
    return this.#count.answered;
  }

  resumed(): number {
    this.#count.documents += 1;
    this.#count.resumed += 1;
    return this.#count.resumed;
  }

  leftOut(): number {
    this.#count.leftOut += 1;
    return this.#count.leftOut;
  }

  asked(prediction: Prediction): void {
    this.#count.documents += 1;
    this.#count.calls += prediction.attempts;
    if (prediction.error) this.#count.failed += 1;
    else this.#count.answered += 1;
    if (prediction.cached) this.#count.cached += 1;
    for (const answer of [prediction, ...(prediction.shadow ? [prediction.shadow] : [])]) {
      if (answer.cached) continue;
      this.#tokens.input += answer.inputTokens ?? 0;
      this.#tokens.output += answer.outputTokens ?? 0;
      if (answer.latencyMs !== undefined) this.#latencies.push(answer.latencyMs);
    }
  }

  summary(throttled: number): InferSummary {
    const latencyMs = latencyOf(this.#latencies);
    return { ...this.#count, throttled, tokens: { ...this.#tokens }, ...(latencyMs && { latencyMs }) };
  }
}
