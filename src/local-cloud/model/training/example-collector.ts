import { createHash } from 'node:crypto';
import { type AnswerForm, type ParsedAnswer, parseAnswer } from '../answers/answer-form.ts';
import { StandardisationSum } from '../features/dense-blocks.ts';
import { promptSimilarity, questionKey } from '../prompt-groups.ts';
import { checkedPageVersion, questionClasses } from '../question-features.ts';
import type { StandInExample } from '../stand-in.ts';
import type { ListedClass } from '../zero-shot/class-list.ts';
import type { PromptWords } from '../zero-shot/prompt-words.ts';
import { type EncodedExample, encodedSize, encodeExample } from './encoded-example.ts';
import { type FieldTally, FOUND_SIMILARITY } from './head-plan.ts';
import { RecordStore } from './record-store.ts';

/** The examples of one prompt, encoded, with all that the choice of heads needs. */
export interface CollectedGroup {
  readonly system: string;
  readonly prompt: string;
  readonly textOnly: boolean;
  readonly classes: readonly ListedClass[];
  readonly words: Map<string, PromptWords>;
  readonly standardisation: StandardisationSum;
  readonly formCounts: Map<string, { readonly form: AnswerForm; count: number }>;
  readonly tallies: Map<string, FieldTally>;
  /** Numbers in the record store. */
  readonly records: number[];
}

/** Further prompts share the heads of the most similar one. Bounds memory: heads are about 5 MB each while they learn. */
const MAX_GROUPS = 64;
const MAX_FIELDS = 32;
/** After this many examples of a group, spans are encoded only while the answers are still found on the pages. */
const TRIAL_EXAMPLES = 512;
const MIN_TRIAL_SHARE = 0.3;

/**
 * Takes examples one by one, keeps their numbers and drops their pages.
 * Memory: 256 MiB of encoded examples, then a temporary file; `close` removes it.
 */
export class ExampleCollector {
  readonly groups = new Map<string, CollectedGroup>();
  readonly store = new RecordStore<EncodedExample>(encodedSize);
  readonly #hash = createHash('sha256');
  #pageVersion = '';
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get pageVersion(): string {
    return this.#pageVersion;
  }

  /** @throws {StandInError} `STAND_IN_PAGES` when the example's pages were read by another version of the reader. */
  add(example: StandInExample): void {
    this.#pageVersion = checkedPageVersion(example.pages, this.#pageVersion);
    const { system, prompt, pages, answer } = example;
    this.#hash.update(`${JSON.stringify([system, prompt, pages, answer])}\n`);
    this.#count += 1;
    const parsed = parseAnswer(answer);
    const group = this.#groupOf(example);
    const withSpans = pages.length > 0 && wantsSpans(group, parsed);
    const question = group.textOnly ? example : { ...example, system: group.system, prompt: group.prompt };
    const encoded = encodeExample(question, parsed, { classes: group.classes, words: group.words, withSpans });
    group.standardisation.add({ sizes: encoded.denseSizes, values: encoded.example.dense });
    countForm(group, parsed.form);
    for (const field of encoded.example.fields) countField(group, field.key, field.value, field.similarity);
    group.records.push(this.store.add(encoded.example));
  }

  sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  close(): void {
    this.store.close();
  }

  #groupOf(example: StandInExample): CollectedGroup {
    const key = questionKey(example);
    const known = this.groups.get(key) ?? (this.groups.size < MAX_GROUPS ? undefined : this.#nearestGroup(example));
    if (known !== undefined) return known;
    const textOnly = example.pages.length === 0;
    const group: CollectedGroup = {
      system: example.system,
      prompt: textOnly ? '' : example.prompt,
      textOnly,
      classes: questionClasses(textOnly ? { ...example, prompt: '' } : example),
      words: new Map(),
      standardisation: new StandardisationSum(),
      formCounts: new Map(),
      tallies: new Map(),
      records: [],
    };
    this.groups.set(key, group);
    return group;
  }

  #nearestGroup(example: StandInExample): CollectedGroup | undefined {
    let best: CollectedGroup | undefined;
    let bestSimilarity = -1;
    for (const group of this.groups.values()) {
      if (group.textOnly !== (example.pages.length === 0)) continue;
      const similarity = promptSimilarity(group, example);
      if (similarity > bestSimilarity) [best, bestSimilarity] = [group, similarity];
    }
    return best;
  }
}

/** The field names of a group's commonest kind of answer that at least half of its examples have. */
export function answerFields(group: CollectedGroup, form: AnswerForm): string[] {
  if (form.kind === 'text') return [''];
  const isCommon = (key: string): boolean => (group.tallies.get(key)?.count ?? 0) * 2 >= group.records.length;
  return [...new Set([...form.keys, ...group.tallies.keys()])].filter(isCommon).slice(0, MAX_FIELDS);
}

/** The form most answers have; JSON or text is decided first. */
export function commonestForm(group: CollectedGroup): AnswerForm {
  const forms = [...group.formCounts.values()];
  const votes = (kind: AnswerForm['kind']): number =>
    forms.filter(({ form }) => form.kind === kind).reduce((sum, { count }) => sum + count, 0);
  const kind = votes('json') > votes('text') ? 'json' : 'text';
  const [best] = forms.filter(({ form }) => form.kind === kind).sort((a, b) => b.count - a.count);
  return best?.form ?? { kind: 'text' };
}

function wantsSpans(group: CollectedGroup, { fields }: ParsedAnswer): boolean {
  const labels = new Set(group.classes.map((entry) => entry.label));
  const isOpen = [...fields.values()].some((value) => !labels.has(value));
  if (!isOpen || group.records.length < TRIAL_EXAMPLES) return isOpen;
  return [...group.tallies.values()].some(({ count, foundCount }) => foundCount >= MIN_TRIAL_SHARE * count);
}

function countForm(group: CollectedGroup, form: AnswerForm): void {
  const key = JSON.stringify(form);
  const entry = group.formCounts.get(key) ?? { form, count: 0 };
  entry.count += 1;
  group.formCounts.set(key, entry);
}

function countField(group: CollectedGroup, key: string, value: string, similarity: number): void {
  const tally = group.tallies.get(key) ?? { count: 0, foundCount: 0, valueCounts: new Map<string, number>() };
  tally.count += 1;
  if (similarity >= FOUND_SIMILARITY) tally.foundCount += 1;
  tally.valueCounts.set(value, (tally.valueCounts.get(value) ?? 0) + 1);
  group.tallies.set(key, tally);
}
