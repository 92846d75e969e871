import type { DatasetManifest, ImageRecipe } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import { formatAnswer, type Prompts } from '../model/task.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';

/** How a model is about to be asked. What is absent is taken to be as in training. */
export interface Asking {
  readonly prompts?: Prompts;
  /** Absent from a question about images that were not made ready at all: say `unprepared`. */
  readonly imageRecipe?: ImageRecipe | 'unprepared';
  readonly parameters?: InferenceParameters;
}

/** What training knows: part of a manifest. */
export type Trained = Pick<DatasetManifest, 'task' | 'prompts' | 'imageRecipe' | 'documents'>;

/** Where the findings point to: nothing else is compared. */
const FILE = 'manifest.json';

/**
 * Names every way in which a model is asked otherwise than it was trained: a tuned model answers worse then, and nobody is told. Pure.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html (same prompts at inference)
 */
export function checkParity(trained: Trained, asking: Asking): readonly Finding[] {
  return [
    ...checkPrompt('system', trained.prompts.system, asking.prompts?.system),
    ...checkPrompt('task', trained.prompts.task, asking.prompts?.task),
    ...checkImages(trained.imageRecipe, asking.imageRecipe),
    ...checkParameters(trained, asking.parameters),
  ];
}

function checkPrompt(which: keyof Prompts, expected: string, got: string | undefined): Finding[] {
  if (got === undefined || got === expected) return [];
  const at = firstDifference(expected, got);
  const message = `Expected the ${which} prompt of training, but it differs from character ${at + 1} on: ${excerpt(expected, at)} became ${excerpt(got, at)}.`;
  const remedy = 'Leave the prompt out: that of the data set is used then. Or train with the new one.';
  return [finding(`parity-${which}-prompt`, `/prompts/${which}`, message, remedy)];
}

function checkImages(expected: ImageRecipe, got: Asking['imageRecipe']): Finding[] {
  if (got === undefined) return [];
  if (got === 'unprepared') {
    const message = `Expected images made ready as in training (longest side ${expected.maxSide}, ${expected.format}), but they are sent as they are.`;
    const remedy = 'Name the manifest of the data set: images are prepared by its recipe then.';
    return [finding('parity-image-recipe', '/imageRecipe', message, remedy)];
  }
  return (['maxSide', 'format'] as const).flatMap((field) => {
    if (got[field] === expected[field]) return [];
    const message = `Expected images with ${field} ${expected[field]} as in training, but ${field} is ${got[field]}.`;
    return [finding('parity-image-recipe', `/imageRecipe/${field}`, message, 'Use the image recipe of the data set.')];
  });
}

function checkParameters(trained: Trained, parameters: InferenceParameters | undefined): Finding[] {
  const findings: Finding[] = [];
  const { temperature, maxTokens } = parameters ?? {};
  if (temperature !== undefined && temperature > 0) {
    const message = `Training taught one right answer to each document, but temperature ${temperature} draws answers at random.`;
    findings.push(finding('parity-temperature', '', message, 'Use temperature 0, the default.'));
  }
  const longest = trained.documents.reduce((most, { label }) => Math.max(most, fewestTokens(trained, label)), 0);
  if (maxTokens !== undefined && maxTokens < longest) {
    const message = `Expected room for the longest answer of the data set, at least ${longest} tokens, but maxTokens is ${maxTokens}: it would be cut off.`;
    findings.push(finding('parity-max-tokens', '', message, 'Raise maxTokens; 256 is the default.'));
  }
  return findings;
}

/** Characters of Latin text in one token by AWS's rule of thumb; other scripts take more tokens, so this is a lower bound. */
const CHARACTERS_PER_TOKEN = 6;

function fewestTokens({ task }: Trained, label: string): number {
  return Math.ceil([...formatAnswer(task, label)].length / CHARACTERS_PER_TOKEN);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Characters of a prompt that a message shows. */
const EXCERPT = 40;

function excerpt(text: string, at: number): string {
  return at >= text.length ? 'the end' : JSON.stringify(text.slice(at, at + EXCERPT));
}

function finding(code: string, pointer: string, message: string, remedy: string): Finding {
  return { code, severity: 'warning', message, remedy, file: FILE, ...(pointer !== '' && { pointer }) };
}
