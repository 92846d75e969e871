import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseAnswer } from '../answers/answer-form.ts';
import type { Head } from '../heads/head.ts';
import { findGroup } from '../prompt-groups.ts';
import { checkedPageVersion } from '../question-features.ts';
import type { PromptGroup, StandInExample, StandInHyperparameters, StandInModel, TrainingEvent } from '../stand-in.ts';
import { StandInError } from '../stand-in-error.ts';
import { buildHeads } from './build-heads.ts';
import { type EncodedExample, encodedSize, encodeExample } from './encoded-example.ts';
import { answerFields, type CollectedGroup, commonestForm, ExampleCollector } from './example-collector.ts';
import { RecordStore } from './record-store.ts';
import { tryRepair } from './repair-gate.ts';
import { checkHyperparameters } from './schedule.ts';
import type { TrainableHead } from './trainable-head.ts';
import { type Lesson, TrainingRun } from './training-run.ts';

type Examples = Iterable<StandInExample> | AsyncIterable<StandInExample>;

/** A group with the heads that learn. */
interface LearningGroup {
  readonly collected: CollectedGroup;
  readonly fields: readonly string[];
  readonly heads: readonly TrainableHead[];
}

/**
 * Trains a stand-in model. Reports each logged step (8 × batchSize examples) and, before training and after each
 * epoch, the validation loss; step 0 is the base model.
 *
 * Examples are read once and turned into numbers one by one; memory is bounded by 256 MiB each of encoded training
 * and validation examples (the rest goes to a temporary file) and about 5 MB per head.
 * The same examples, hyperparameters and seed give the same model.
 * @param options `signal` ends training between two steps, by throwing the signal's reason
 * @throws {StandInError} `STAND_IN_TRAINING` for hyperparameters out of bounds, or when no example can be used;
 *   `STAND_IN_PAGES` when the pages were read by different versions of the reader
 */
export async function* trainStandIn(
  examples: Examples,
  validation: Examples,
  hyperparameters: StandInHyperparameters,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<TrainingEvent, StandInModel> {
  checkHyperparameters(hyperparameters);
  const collector = new ExampleCollector();
  const validationStore = new RecordStore<EncodedExample>(encodedSize);
  try {
    for await (const example of unhurried(examples, options.signal)) collector.add(example);
    const { groups, lessons, notes } = plan(collector);
    const held = await collectValidation(validation, groups, collector.pageVersion, validationStore, options.signal);
    yield { type: 'loaded', examples: collector.count, validation: held.count };
    const run = new TrainingRun(collector.store, lessons, validationStore, held.lessons, hyperparameters);
    yield* run.train(options.signal);
    return {
      pageVersion: collector.pageVersion,
      examplesSha256: collector.sha256(),
      hyperparameters,
      counts: { examples: collector.count, skipped: collector.count - lessons.length, validation: held.count },
      groups: groups.map((group) => finishGroup(group, collector.store, notes)),
      training: run.steps,
      validation: run.validations,
      notes,
    };
  } finally {
    collector.close();
    validationStore.close();
  }
}

/** Lets other work of the process run between two examples, and ends when asked to. */
async function* unhurried(examples: Examples, signal: AbortSignal | undefined): AsyncGenerator<StandInExample> {
  for await (const example of examples) {
    await nextTurn();
    signal?.throwIfAborted();
    yield example;
  }
}

function plan(collector: ExampleCollector): { groups: LearningGroup[]; lessons: Lesson[]; notes: string[] } {
  const notes: string[] = [];
  const groups = [...collector.groups.values()].map((collected): LearningGroup => {
    const fields = answerFields(collected, commonestForm(collected));
    const built = buildHeads(collected, fields);
    notes.push(...built.notes);
    return { collected, fields, heads: built.heads };
  });
  const lessons = groups.flatMap(({ collected, heads }) =>
    collected.records.flatMap((record) => lessonOf(record, collector.store.get(record), heads)),
  );
  // Groups do not interleave the examples as the file did: back into its order.
  lessons.sort((a, b) => a.record - b.record);
  const skipped = collector.count - lessons.length;
  if (skipped > 0) notes.push(`${skipped} of ${collector.count} examples left out: their answer is not one to learn`);
  if (lessons.length > 0) return { groups, lessons, notes };
  const message = `Expected examples to learn from, but none of ${collector.count} can be used. ${notes.join('. ')}`;
  throw new StandInError('STAND_IN_TRAINING', message);
}

function lessonOf(record: number, example: EncodedExample, heads: readonly TrainableHead[]): Lesson[] {
  const able = heads.filter((head) => head.canUse(example));
  return able.length > 0 ? [{ heads: able, record }] : [];
}

async function collectValidation(
  examples: Examples,
  groups: readonly LearningGroup[],
  pageVersion: string,
  store: RecordStore<EncodedExample>,
  signal: AbortSignal | undefined,
): Promise<{ count: number; lessons: Lesson[] }> {
  const lessons: Lesson[] = [];
  const collected = groups.map((group) => group.collected);
  let count = 0;
  for await (const example of unhurried(examples, signal)) {
    count += 1;
    checkedPageVersion(example.pages, pageVersion);
    const match = findGroup(collected, example);
    const group = groups.find((candidate) => candidate.collected === match);
    if (group === undefined) continue;
    const { classes, words } = group.collected;
    const withSpans = group.heads.some(({ head }) => head.kind === 'span');
    const encoded = encodeExample(example, parseAnswer(example.answer), { classes, words, withSpans }).example;
    const [lesson] = lessonOf(store.size, encoded, group.heads);
    if (lesson === undefined) continue;
    store.add(encoded);
    lessons.push(lesson);
  }
  return { count, lessons };
}

function promptOf(collected: CollectedGroup): Omit<PromptGroup, 'heads'> {
  const { system, prompt, textOnly } = collected;
  return { system, prompt, textOnly, form: commonestForm(collected) };
}

/** Switches repair on where it helps, and takes the finished heads. */
function finishGroup(group: LearningGroup, store: RecordStore<EncodedExample>, notes: string[]): PromptGroup {
  const { records } = group.collected;
  const heads = group.heads.map(({ head }): Head => {
    if (head.kind !== 'span') return head;
    const trial = tryRepair(head, records.length, (i) => store.get(records[i] ?? 0));
    const repairs = trial.repaired > trial.asRead;
    const outcome = `${trial.asRead} of ${trial.judged} training answers given as read, ${trial.repaired} with repair`;
    notes.push(`${outcome}: repair is ${repairs ? 'on' : 'off'}`);
    return { ...head, repairs };
  });
  return { ...promptOf(group.collected), heads };
}
