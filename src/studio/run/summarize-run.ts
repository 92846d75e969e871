import { type AuditReport, auditGate, type Comparison, type JobDetails } from '../../toolkit/index.ts';
import type { ComparisonSummary, RunStatus, RunSummary } from '../api.ts';
import type { RunCosts } from './run-costs.ts';
import type { ArtifactName, RunFiles, RunRecord } from './run-files.ts';

/** A run that is not at its end counts as running for this long after its last change, milliseconds. */
const QUIET_MS = 90_000;

const DATED: readonly ArtifactName[] = [
  'run',
  'audit',
  'validation',
  'upload',
  'job',
  'metrics',
  'endpoint',
  'basePredictions',
  'tunedPredictions',
  'comparison',
  'report',
  'cleanup',
];

/** One line of the list of runs. Reads small artifacts alone, and once the large ones that tokens are counted in. */
export async function summarizeRun(files: RunFiles, now: number, costs: RunCosts): Promise<RunSummary> {
  const record = await files.read<RunRecord>('run');
  const job = await files.read<JobDetails>('job');
  const comparison = await files.read<Comparison>('comparison');
  const cost = await costs.of(files, now);
  const { startedAt, changedAt } = await dates(files);
  const recipe = record?.recipe;
  const name = recipe?.name ?? job?.job_name ?? files.run.folder;
  const baseModel = recipe?.baseModel ?? job?.base_model;
  return {
    id: files.run.id,
    name,
    title: recipe?.title ?? name,
    folder: files.run.folder,
    status: statusOf({
      finished: comparison !== undefined && (await isReported(files)),
      barred: await isBarred(files, record),
      job,
      changedAt,
      now,
    }),
    startedAt: new Date(startedAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
    ...(recipe?.task && { task: recipe.task.kind }),
    ...(baseModel !== undefined && { baseModel: baseModel.slice(baseModel.lastIndexOf('/') + 1) }),
    ...(record?.identity && { rehearsal: record.identity.rehearsal }),
    ...(comparison && { comparison: shorten(comparison) }),
    ...(cost && { cost }),
  };
}

export function shorten({ fixed, broken, ...comparison }: Comparison): ComparisonSummary {
  return { ...comparison, fixed: fixed.length, broken: broken.length };
}

const isReported = async (files: RunFiles): Promise<boolean> => (await files.stat('report')) !== undefined;

/** Whether the audit of the labels has ended the run before anything was prepared. */
async function isBarred(files: RunFiles, record: RunRecord | undefined): Promise<boolean> {
  if (!record?.recipe?.audit || (await files.stat('dataset', 'manifest.json'))) return false;
  const audit = await files.read<AuditReport>('audit');
  return audit !== undefined && !auditGate(audit, record.recipe.audit).passed;
}

function statusOf(run: {
  readonly finished: boolean;
  readonly barred: boolean;
  readonly job: JobDetails | undefined;
  readonly changedAt: number;
  readonly now: number;
}): RunStatus {
  if (run.finished) return 'finished';
  const job = run.job?.status ?? '';
  if (run.barred || /^(Failed|Stopped)$/.test(job)) return 'failed';
  if (/^(InProgress|Stopping)$/.test(job)) return 'running';
  return run.now - run.changedAt < QUIET_MS ? 'running' : 'stopped';
}

async function dates(files: RunFiles): Promise<{ readonly startedAt: number; readonly changedAt: number }> {
  const found = await Promise.all(DATED.map((name) => files.stat(name)));
  const manifest = await files.stat('dataset', 'manifest.json');
  const times = [...found, manifest].flatMap((stats) => (stats ? [stats.mtimeMs] : []));
  return { startedAt: Math.min(...times), changedAt: Math.max(...times) };
}
