import type { JobDetails } from '../../model/artifacts.ts';
import type { Finding } from '../../model/finding.ts';
import type { Comparison, Scores } from '../../model/scores.ts';
import { readDataset } from '../../prepare/index.ts';
import { report } from '../../report/index.ts';
import type { JobMetrics } from '../../train/index.ts';
import { missing } from '../missing-artifact.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';

export const reportStep: PipelineStep = {
  name: 'report',
  wanted: () => true,
  isDone: ({ run }) => run.has('report') && run.has('reportDocument'),
  async *run(context) {
    const { run, recipe, identity, version, cloud } = context;
    const job = await run.read<JobDetails>('job');
    const metrics = await run.read<JobMetrics>('metrics');
    const base = await run.read<Scores>('baseScores');
    const tuned = await run.read<Scores>('tunedScores');
    const comparison = await run.read<Comparison>('comparison');
    if (!job || !metrics || !base || !tuned || !comparison) throw missing('comparison');
    const validation = await run.read<{ readonly findings: readonly Finding[] }>('validation');
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
      { file: run.file('report'), ...abortable(context) },
    );
    await run.write('reportDocument', {
      ...document,
      examples: document.examples.map(({ thumbnail: _, ...example }) => example),
    });
    return file;
  },
};
