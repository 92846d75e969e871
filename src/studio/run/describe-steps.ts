import {
  type AuditReport,
  auditGate,
  type CleanupSummary,
  type Comparison,
  DEFAULT_MAX_FLAGGED_SHARE,
  type Endpoint,
  type Finding,
  type JobDetails,
  type JobMetrics,
  type UploadedDataset,
} from '../../toolkit/index.ts';
import type { ArtifactView, FactName, RunStatus, StepId, StepState, StepView } from '../api.ts';
import type { ArtifactName, RunFiles, RunRecord } from './run-files.ts';

/** What one step has left behind. */
interface Trace {
  readonly done: boolean;
  readonly failed?: boolean;
  readonly failure?: string;
  readonly gate?: StepView['gate'];
  readonly facts?: StepView['facts'];
}

interface StepReader {
  readonly id: StepId;
  readonly artifacts: readonly ArtifactName[];
  /** Default: every recipe does. */
  readonly wanted?: (record: RunRecord | undefined) => boolean;
  readonly read: (files: RunFiles, record: RunRecord | undefined) => Promise<Trace>;
}

const NOTHING: Trace = { done: false };

/** Steps in the order they are run in, each read off its own artifacts. */
const STEPS: readonly StepReader[] = [
  {
    id: 'audit',
    artifacts: ['audit'],
    wanted: (record) => record === undefined || Boolean(record.recipe?.audit),
    read: readAudit,
  },
  { id: 'prepare', artifacts: ['run', 'cost'], read: readPrepare },
  { id: 'validate', artifacts: ['validation'], read: readValidation },
  { id: 'upload', artifacts: ['upload'], read: readUpload },
  { id: 'train', artifacts: ['job', 'metrics'], read: readTraining },
  { id: 'deploy', artifacts: ['endpoint'], read: readDeployment },
  { id: 'infer', artifacts: ['basePredictions', 'tunedPredictions'], read: readInference },
  { id: 'evaluate', artifacts: ['baseScores', 'tunedScores', 'comparison'], read: readEvaluation },
  {
    id: 'report',
    artifacts: ['journal', 'actualCost', 'report'],
    read: async (files) => ({ done: await isThere(files, 'report') }),
  },
  {
    id: 'cleanup',
    artifacts: ['cleanup'],
    wanted: (record) => record === undefined || record.recipe?.cleanup === true,
    read: readCleanup,
  },
];

/** The steps of a run as its folder tells. The first that is not done is the active one while the run is running. */
export async function describeSteps(files: RunFiles, status: RunStatus): Promise<readonly StepView[]> {
  const record = await files.read<RunRecord>('run');
  const read = await Promise.all(
    STEPS.map(async (step) => ({ step, trace: await step.read(files, record), artifacts: await list(step, files) })),
  );
  const isWanted = (step: StepReader, trace: Trace): boolean => trace.done || (step.wanted?.(record) ?? true);
  const current = read.find(({ step, trace }) => !trace.done && isWanted(step, trace));
  return read.map(({ step, trace, artifacts }) => {
    const isCurrent = step.id === current?.step.id && status === 'running';
    const finishedAt = trace.done ? artifacts.at(-1)?.changedAt : undefined;
    return {
      id: step.id,
      state: stateOf(trace, isWanted(step, trace), isCurrent),
      ...(finishedAt !== undefined && { finishedAt: new Date(finishedAt).toISOString() }),
      facts: trace.facts ?? [],
      artifacts: artifacts.map(({ changedAt: _, ...artifact }) => artifact),
      ...(trace.failure !== undefined && { failure: trace.failure }),
      ...(trace.gate && { gate: trace.gate }),
    };
  });
}

function stateOf(trace: Trace, isWanted: boolean, isCurrent: boolean): StepState {
  if (trace.failed) return 'failed';
  if (trace.done) return 'done';
  if (!isWanted) return 'unwanted';
  return isCurrent ? 'active' : 'waiting';
}

/** Artifacts that are there, the one that ends the step last, with a path that `GET /api/runs/:run/artifact` takes. */
async function list(
  { id, artifacts }: StepReader,
  files: RunFiles,
): Promise<readonly (ArtifactView & { readonly changedAt: number })[]> {
  const named = artifacts.map((name) => ({ name, below: [] as readonly string[] }));
  const manifest = { name: 'dataset' as const, below: ['manifest.json'] };
  const wanted = id === 'prepare' ? [...named, manifest] : named;
  const found = await Promise.all(
    wanted.map(async ({ name, below }) => {
      const stats = await files.stat(name, ...below);
      const path = [files.path(name).slice(files.run.path.length + 1), ...below].join('/').replaceAll('\\', '/');
      return stats ? [{ path, bytes: stats.size, changedAt: stats.mtimeMs }] : [];
    }),
  );
  return found.flat();
}

const isThere = async (files: RunFiles, name: ArtifactName): Promise<boolean> => (await files.stat(name)) !== undefined;

const fact = (name: FactName, value: number | string | undefined, of?: number): StepView['facts'] =>
  value === undefined ? [] : [{ name, value, ...(of !== undefined && { of }) }];

async function readAudit(files: RunFiles, record: RunRecord | undefined): Promise<Trace> {
  const audit = await files.read<AuditReport>('audit');
  if (!audit) return NOTHING;
  const settings = record?.recipe?.audit || {};
  const { passed } = auditGate(audit, settings);
  const facts = [...fact('documents', audit.documents), ...fact('flagged', audit.summary.flagged, audit.documents)];
  const { maxFlaggedShare: allowed = DEFAULT_MAX_FLAGGED_SHARE } = settings;
  return passed ? { done: true, facts } : { done: false, failed: true, facts, gate: { allowed } };
}

async function readPrepare(files: RunFiles): Promise<Trace> {
  const manifest = await files.manifest();
  if (!manifest) return NOTHING;
  const { train, validation, test } = manifest.counts;
  const facts = [...fact('train', train), ...fact('validation', validation), ...fact('test', test)];
  return { done: true, facts: [...facts, ...fact('skipped', manifest.skipped.length || undefined)] };
}

async function readValidation(files: RunFiles): Promise<Trace> {
  const validation = await files.read<{ readonly findings: readonly Finding[] }>('validation');
  if (!validation) return NOTHING;
  const count = (severity: string) => validation.findings.filter((finding) => finding.severity === severity).length;
  const errors = count('error');
  return {
    done: errors === 0,
    failed: errors > 0,
    facts: [...fact('errors', errors), ...fact('warnings', count('warning'))],
  };
}

async function readUpload(files: RunFiles): Promise<Trace> {
  const upload = await files.read<UploadedDataset>('upload');
  return upload ? { done: true, facts: fact('objects', upload.objects) } : NOTHING;
}

async function readTraining(files: RunFiles): Promise<Trace> {
  const job = await files.read<JobDetails>('job');
  const metrics = await files.read<JobMetrics>('metrics');
  if (!job) return NOTHING;
  const phase = Object.entries(job.phases ?? {}).find(([, { status }]) => status === 'InProgress')?.[0];
  const losses = (metrics?.training ?? []).map(({ loss }) => loss);
  const facts = [
    ...fact('status', job.status),
    ...fact('phase', phase),
    ...fact('firstLoss', losses[0]),
    ...fact('lastLoss', losses.at(-1)),
  ];
  const failed = /^(Failed|Stopped)$/.test(job.status);
  const done = job.model_id !== undefined && metrics !== undefined;
  return { done, failed, facts, ...(job.failure_message !== undefined && { failure: job.failure_message }) };
}

async function readDeployment(files: RunFiles): Promise<Trace> {
  const endpoint = await files.read<Endpoint>('endpoint');
  if (!endpoint) return NOTHING;
  const facts = fact('status', endpoint.status);
  return { done: /^(Active|InService)$/.test(endpoint.status), failed: endpoint.status === 'Failed', facts };
}

async function readInference(files: RunFiles): Promise<Trace> {
  const total = (await files.manifest())?.counts.test;
  const count = async (name: 'basePredictions' | 'tunedPredictions') =>
    // An answer that was asked for again has two lines.
    (await isThere(files, name))
      ? Math.min(await files.countLines(name), total ?? Number.POSITIVE_INFINITY)
      : undefined;
  const base = await count('basePredictions');
  const tuned = await count('tunedPredictions');
  return {
    done: await isThere(files, 'comparison'),
    facts: [...fact('baseAnswers', base, total), ...fact('tunedAnswers', tuned, total)],
  };
}

async function readEvaluation(files: RunFiles): Promise<Trace> {
  const comparison = await files.read<Comparison>('comparison');
  if (!comparison) return NOTHING;
  return {
    done: true,
    facts: [...fact('fixed', comparison.fixed.length), ...fact('broken', comparison.broken.length)],
  };
}

async function readCleanup(files: RunFiles): Promise<Trace> {
  const summary = await files.read<CleanupSummary>('cleanup');
  if (!summary) return NOTHING;
  return { done: true, facts: [...fact('deleted', summary.deleted.length), ...fact('kept', summary.kept.length)] };
}
