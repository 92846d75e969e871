import { DataError } from '../../errors.ts';
import type { CheckedDataset } from '../../model/artifacts.ts';
import { readDataset } from '../../prepare/index.ts';
import { formatFindings, validate } from '../../validate/index.ts';
import { abortable, type PipelineStep, type StepContext } from '../pipeline-step.ts';
import { baseModelOf } from './models.ts';

export const validateStep: PipelineStep = {
  name: 'validate',
  wanted: () => true,
  isDone: () => false, // Its result is a promise about the files as they are now.
  async *run(context) {
    const checked = await checkDataset(context);
    const warnings = checked.findings.filter(({ severity }) => severity === 'warning').length;
    return `no errors${warnings > 0 ? `, ${warnings} warnings` : ''}`;
  },
};

/**
 * Validates the run's data set and keeps the findings as its artifact.
 * @throws {DataError} `dataset-invalid`
 */
export async function checkDataset(context: StepContext): Promise<CheckedDataset> {
  const { run, recipe } = context;
  const result = await validate(await readDataset(run.file('dataset')), {
    model: baseModelOf(recipe),
    ...abortable(context),
  });
  await run.write('validation', { records: result.records, findings: result.findings });
  if (result.checked) return result.checked;
  const errors = result.findings.filter(({ severity }) => severity === 'error');
  throw new DataError(
    'dataset-invalid',
    `The data set has ${errors.length} errors:\n${formatFindings(errors.slice(0, 20))}`,
    {
      remedy: `All findings are in ${run.file('validation')}.`,
    },
  );
}
