import type { JobDetails } from '../../model/artifacts.ts';
import type { Finding } from '../../model/finding.ts';
import type { Comparison, Scores } from '../../model/scores.ts';
import { readDataset } from '../../prepare/index.ts';
import { report } from '../../report/index.ts';
import type { JobMetrics } from '../../train/index.ts';
import { missing } from '../missing-artifact.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';
import type { Recipe } from '../recipe.ts';

/** What the run keeps of its report, besides the page. */
interface KeptReport {
  readonly title: string;
  /** Absent in reports of earlier versions. */
  readonly redacted?: boolean;
}

const isRedacted = ({ report }: Recipe): boolean => report?.redact ?? false;

export const reportStep: PipelineStep = {
  name: 'report',
  wanted: () => true,
  // It shows the title and may leave documents out: both may change from one run of the recipe to the next.
  isDone: async ({ run, recipe }) => {
    const written = await run.read<KeptReport>('reportDocument');
    return run.has('report') && written?.title === recipe.title && written.redacted === isRedacted(recipe);
  },
  async *run(context) {
    const { run, recipe, identity, version, cloud } = context;
    const job = await run.read<JobDetails>('job');
    const metrics = await run.read<JobMetrics>('metrics');
    const base = await run.read<Scores>('baseScores');
    const tuned = await run.read<Scores>('tunedScores');
    const comparison = await run.read<Comparison>('comparison');
    if (!job || !metrics || !base || !tuned || !comparison) throw missing('comparison');
    const validation = await run.read<{ readonly findings: readonly Finding[] }>('validation');
    const redact = isRedacted(recipe);
    const { file, document } = await report(
      {
        title: recipe.title,
        run: recipe.name,
        createdAt: new Date(cloud.clock.now()).toISOString(),
        novatuneVersion: version,
        nodeVersion: process.versions.node,
        accountId: identity.accountId,
        region: identity.region,
        rehearsal: identity.rehearsal,
        dataset: await readDataset(run.file('dataset')),
        findings: validation?.findings ?? [],
        job,
        trainingLoss: metrics.training,
        validationLoss: metrics.validation,
        base,
        tuned,
        comparison,
      },
      { file: run.file('report'), redact, ...abortable(context) },
    );
    await run.write('reportDocument', {
      ...document,
      redacted: redact,
      examples: document.examples.map(({ thumbnail: _, ...example }) => example),
    });
    return file;
  },
};
