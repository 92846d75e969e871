import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ConnectedCloud, JobMetrics, TrainingCurve } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { notFound } from '../../not-found.ts';
import { withCloud } from '../../options/cloud.ts';
import type { ChartFlags } from './chart.ts';

/** One curve per source. Only what is not on this machine needs a cloud. */
export async function readCurves(
  sources: readonly string[],
  flags: ChartFlags,
  context: CommandContext,
): Promise<TrainingCurve[]> {
  if (sources.every((source) => isLocal(source))) return readAll(sources, flags, undefined, context);
  return withCloud(flags, context, (cloud) => readAll(sources, flags, cloud, context));
}

async function readAll(
  sources: readonly string[],
  { name }: ChartFlags,
  cloud: ConnectedCloud | undefined,
  context: CommandContext,
): Promise<TrainingCurve[]> {
  const curves: TrainingCurve[] = [];
  for (const [index, source] of sources.entries()) {
    const { metrics, title } = await readSource(source, cloud, context);
    curves.push({ name: name?.[index] ?? title, training: metrics.training, validation: metrics.validation });
  }
  return curves;
}

interface NamedMetrics {
  readonly metrics: JobMetrics;
  readonly title: string;
}

async function readSource(
  source: string,
  cloud: ConnectedCloud | undefined,
  { io }: CommandContext,
): Promise<NamedMetrics> {
  const { InputError, readJobMetrics, readLocalMetrics, readStoredMetrics } = await import('../../../toolkit/index.ts');
  if (cloud === undefined || isLocal(source))
    return { metrics: await readLocalMetrics(source), title: titleOf(source) };
  if (source.startsWith('s3://')) {
    const metrics = await readStoredMetrics(source, cloud, io.signal);
    if (metrics.files.length > 0) return { metrics, title: titleOf(source) };
    throw new InputError('metrics-missing', `Expected metrics files under ${source}, and there are none.`);
  }
  const job = await cloud.customizer.describe(source, io.signal);
  if (!job) throw await notFound(`There is no file, folder or customization job ${source}.`);
  return { metrics: await readJobMetrics(job, cloud, io.signal), title: job.jobName };
}

/** A path stays one when the file is missing, so that the error speaks of files. */
const isLocal = (source: string): boolean =>
  !/^(s3|arn):/.test(source) && (existsSync(source) || /[/\\]|\.(csv|json)$/.test(source));

/** The service gives all files the same name: the folder tells more. */
const titleOf = (source: string): string => {
  const path = source.replace(/[/\\]+$/, '');
  return /metrics\.(csv|json)$/.test(path) && dirname(path) !== '.' ? basename(dirname(path)) : basename(path);
};
