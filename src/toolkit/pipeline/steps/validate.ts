import { DataError } from '../../errors.ts';
import type { CheckedDataset } from '../../model/artifacts.ts';
import { readDataset } from '../../prepare/index.ts';
import { formatFindings, validate } from '../../validate/index.ts';
import { forward } from '../forward.ts';
import { abortable, type PipelineStep, type StepContext, type StepEvent } from '../pipeline-step.ts';
import { baseModelOf } from './models.ts';

export const validateStep: PipelineStep = {
  name: 'validate',
  wanted: () => true,
  isDone: () => false, // Its result is a promise about the files as they are now.
  async *run(context) {
    const checked = yield* checkDataset(context);
    const warnings = checked.findings.filter(({ severity }) => severity === 'warning').length;
    return `no errors${warnings > 0 ? `, ${warnings} warnings` : ''}`;
  },
};

/**
 * Validates the run's data set and keeps the findings as its artifact.
 * @throws {DataError} `dataset-invalid`
 */
export async function* checkDataset(context: StepContext): AsyncGenerator<StepEvent, CheckedDataset> {
  const { run, recipe } = context;
  const dataset = await readDataset(run.file('dataset'));
  const work = validate(dataset, { model: baseModelOf(recipe).name, ...abortable(context) });
  const { records, findings, checked } = yield* forward(work, (event) => ({ step: 'validate', event }) as const);
  await run.write('validation', { records, findings });
  if (checked) return checked;
  const errors = findings.filter(({ severity }) => severity === 'error');
  throw new DataError(
    'dataset-invalid',
    `The data set has ${errors.length} errors:\n${formatFindings(errors.slice(0, 20))}`,
    {
      remedy: `All findings are in ${run.file('validation')}.`,
    },
  );
}
