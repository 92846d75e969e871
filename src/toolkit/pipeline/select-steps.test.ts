import { expect, it } from 'vitest';
import { type PipelineStep, STEP_NAMES } from './pipeline-step.ts';
import type { Recipe } from './recipe.ts';
import { harmfulChanges, plannedThroughput } from './recipe-plan.ts';
import { type StepSelection, selectSteps } from './select-steps.ts';

const RECIPE: Recipe = {
  name: 'r',
  title: 'r',
  source: { kind: 'image-folder', folder: '/f' },
  task: { kind: 'extraction', answerFormat: 'text', field: 'seller' },
  bucket: 'b',
};
const STEPS = STEP_NAMES.map(
  (name): PipelineStep => ({
    name,
    wanted: ({ cleanup }) => (name === 'cleanup' ? cleanup === true : name !== 'audit'),
    isDone: () => false,
    run: async function* () {
      yield* [];
      return '';
    },
  }),
);
const select = (selection: StepSelection) =>
  selectSteps(STEPS, RECIPE, selection).map(({ step, again }) => `${step.name}${again ? '!' : ''}`);

it('takes the part that was asked for, and never makes a second model or endpoint', () => {
  expect(select({})).toEqual(['prepare', 'validate', 'upload', 'train', 'deploy', 'infer', 'evaluate', 'report']);
  expect(select({ until: 'upload' })).toEqual(['prepare', 'validate', 'upload']);
  expect(select({ from: 'train', until: 'infer' })).toEqual(['train', 'deploy', 'infer!']);
  expect(select({ only: 'report' })).toEqual(['report!']);
});

it('takes a step that the recipe does not ask for when it is named', () => {
  expect(select({ only: 'cleanup' })).toEqual(['cleanup!']);
  expect(select({ from: 'report', until: 'cleanup' })).toEqual(['report!', 'cleanup!']);
});

it.each([
  { from: 'report', until: 'train' },
  { only: 'train', until: 'train' },
  { only: 'traim' as 'train' },
] satisfies StepSelection[])('refuses %o', (selection) => {
  expect(() => select(selection)).toThrow(expect.objectContaining({ code: 'option-invalid' }));
});

it('tells harmless changes of a recipe from others', () => {
  expect(harmfulChanges(RECIPE, { ...RECIPE, title: 'x', cleanup: true, gate: { minGain: 1 }, maxCost: 1 })).toEqual(
    [],
  );
  expect(harmfulChanges(RECIPE, { ...RECIPE, seed: 2, maxTokens: 3 })).toEqual(['seed', 'maxTokens']);
  expect(harmfulChanges({ ...RECIPE, ttlMs: 1 }, RECIPE)).toEqual(['ttlMs']);
});

it('bounds the hours of throughput by its time to live', () => {
  expect(plannedThroughput(RECIPE)).toEqual({});
  expect(plannedThroughput({ ...RECIPE, endpoint: 'throughput' })).toEqual({ throughput: {} });
  expect(plannedThroughput({ ...RECIPE, endpoint: 'throughput', ttlMs: 5_400_000, modelUnits: 2 })).toEqual({
    throughput: { modelUnits: 2, hours: { low: 0, high: 2 } },
  });
});
