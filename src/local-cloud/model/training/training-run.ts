import { setImmediate as nextTurn } from 'node:timers/promises';
import { SeededRandom } from '../hashing.ts';
import type { StandInHyperparameters, TrainingEvent, TrainingStep, ValidationStep } from '../stand-in.ts';
import type { EncodedExample } from './encoded-example.ts';
import type { RecordStore } from './record-store.ts';
import { planSchedule } from './schedule.ts';
import type { TrainableHead } from './trainable-head.ts';

/** One encoded example and the heads that can learn from it. */
export interface Lesson {
  readonly heads: readonly TrainableHead[];
  /** Number in its record store. */
  readonly record: number;
}

/** The loop over epochs, steps and batches. */
export class TrainingRun {
  readonly steps: TrainingStep[] = [];
  readonly validations: ValidationStep[] = [];
  readonly #store: RecordStore<EncodedExample>;
  readonly #lessons: readonly Lesson[];
  readonly #validationStore: RecordStore<EncodedExample>;
  readonly #validationLessons: readonly Lesson[];
  readonly #hyperparameters: StandInHyperparameters;

  constructor(
    store: RecordStore<EncodedExample>,
    lessons: readonly Lesson[],
    validationStore: RecordStore<EncodedExample>,
    validationLessons: readonly Lesson[],
    hyperparameters: StandInHyperparameters,
  ) {
    this.#store = store;
    this.#lessons = lessons;
    this.#validationStore = validationStore;
    this.#validationLessons = validationLessons;
    this.#hyperparameters = hyperparameters;
  }

  async *train(signal: AbortSignal | undefined): AsyncGenerator<TrainingEvent, void> {
    const { epochCount, seed } = this.#hyperparameters;
    const schedule = planSchedule(this.#lessons.length, this.#hyperparameters);
    const random = new SeededRandom(seed);
    yield* this.#validate(0, 0, signal);
    for (let epoch = 0; epoch < epochCount; epoch++) {
      const order = Int32Array.from(this.#lessons.keys());
      random.shuffle(order);
      for (let k = 0; k < schedule.stepsPerEpoch; k++) {
        const step = epoch * schedule.stepsPerEpoch + k + 1;
        const from = k * schedule.examplesPerStep;
        const trainingLoss = await this.#learn(
          order.subarray(from, from + schedule.examplesPerStep),
          schedule.learningRateAt(step),
          signal,
        );
        const event: TrainingStep = { type: 'step', step, epoch, trainingLoss };
        this.steps.push(event);
        yield event;
      }
      yield* this.#validate((epoch + 1) * schedule.stepsPerEpoch, epoch, signal);
    }
  }

  /** One logged step: an optimiser update per batch. Returns the mean loss before the updates. */
  async #learn(order: Int32Array, learningRate: number, signal: AbortSignal | undefined): Promise<number> {
    const { batchSize } = this.#hyperparameters;
    const losses = { sum: 0, count: 0 };
    for (let from = 0; from < order.length; from += batchSize) {
      await nextTurn();
      signal?.throwIfAborted();
      const batch = order.subarray(from, from + batchSize);
      const touched = new Set<TrainableHead>();
      for (const index of batch) {
        const lesson = this.#lessons[index];
        if (lesson === undefined) continue;
        const example = this.#store.get(lesson.record);
        for (const head of lesson.heads) {
          losses.sum += head.loss(example, 1 / batch.length);
          losses.count += 1;
          touched.add(head);
        }
      }
      for (const head of touched) head.step(learningRate);
    }
    return losses.sum / Math.max(1, losses.count);
  }

  async *#validate(step: number, epoch: number, signal: AbortSignal | undefined): AsyncGenerator<ValidationStep, void> {
    if (this.#validationLessons.length === 0) return;
    let sum = 0;
    let count = 0;
    for (const { heads, record } of this.#validationLessons) {
      await nextTurn();
      signal?.throwIfAborted();
      const example = this.#validationStore.get(record);
      for (const head of heads) sum += head.loss(example);
      count += heads.length;
    }
    const event: ValidationStep = { type: 'validation', step, epoch, validationLoss: sum / count };
    this.validations.push(event);
    yield event;
  }
}
