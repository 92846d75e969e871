import { InputError } from '../errors.ts';
import { type PipelineStep, STEP_NAMES, type StepName } from './pipeline-step.ts';
import type { Recipe } from './recipe.ts';

/** Which part of a run is wanted. Default: all of it. */
export interface StepSelection {
  /** First step; what comes before it has to be done already. */
  readonly from?: StepName;
  /** Last step. */
  readonly until?: StepName;
  /** One step alone, also one that the recipe does not ask for. */
  readonly only?: StepName;
}

export interface SelectedStep {
  readonly step: PipelineStep;
  /** Do it again though it is done: it was asked for by name, and doing it again costs nothing. */
  readonly again: boolean;
}

/** What exists once in the cloud: it is never made a second time. */
const MADE_ONCE: readonly StepName[] = ['train', 'deploy'];

/**
 * The steps that a run goes through.
 * @throws {InputError} `option-invalid` for a step that there is not, a selection of nothing, or `only` beside the others.
 */
export function selectSteps(
  steps: readonly PipelineStep[],
  recipe: Recipe,
  { from, until, only }: StepSelection,
): SelectedStep[] {
  for (const name of [from, until, only]) if (name !== undefined) requireStep(name);
  if (only !== undefined && (from !== undefined || until !== undefined)) {
    throw invalid('Expected either one step alone or a first and a last one, got both.');
  }
  const place = (name: StepName) => STEP_NAMES.indexOf(name);
  const [first, last] = [from ?? only, until ?? only];
  if (first !== undefined && last !== undefined && place(first) > place(last)) {
    throw invalid(`Expected the first step to come before the last one, but ${first} comes after ${last}.`);
  }
  return steps
    .filter(({ name }) => (first === undefined || place(name) >= place(first)) && (!last || place(name) <= place(last)))
    .filter((step) => step.wanted(recipe) || [from, until, only].includes(step.name))
    .map((step) => ({ step, again: first !== undefined && !MADE_ONCE.includes(step.name) }));
}

function requireStep(name: string): void {
  if (STEP_NAMES.some((known) => known === name)) return;
  throw invalid(`Expected a step to be one of ${STEP_NAMES.join(', ')}, got ${JSON.stringify(name)}.`);
}

const invalid = (message: string): InputError =>
  new InputError('option-invalid', message, { remedy: `Steps in their order: ${STEP_NAMES.join(', ')}.` });
