import { bundledPrices } from '../../cost/index.ts';
import { report } from '../../report/index.ts';
import { missing } from '../missing-artifact.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';
import type { Recipe } from '../recipe.ts';
import { readReportInput } from '../report-input.ts';

/** What a finished run has left by now. */
const NEEDED = ['job', 'metrics', 'comparison'] as const;

/** What tells whether a report is still right. */
interface KeptReport {
  readonly title: string;
  readonly redacted?: boolean;
}

const isRedacted = ({ report }: Recipe): boolean => report?.redact ?? false;

export const reportStep: PipelineStep = {
  name: 'report',
  wanted: () => true,
  // It shows the title and may leave documents out: both may change from one run of the recipe to the next.
  isDone: async ({ run, recipe }) => {
    const written = await run.read<KeptReport>('reportDocument');
    return run.has('report') && written?.title === recipe.title && (written.redacted ?? false) === isRedacted(recipe);
  },
  async *run(context) {
    const { run, recipe, version, cloud } = context;
    const absent = NEEDED.find((artifact) => !run.has(artifact));
    if (absent) throw missing(absent);
    const input = await readReportInput(run, {
      novatuneVersion: version,
      nodeVersion: process.versions.node,
      prices: context.prices ?? bundledPrices(),
      now: cloud.clock.now(),
    });
    const file = run.file('report');
    await run.write('reportDocument', await report(input, { file, redact: isRedacted(recipe), ...abortable(context) }));
    return file;
  },
};
