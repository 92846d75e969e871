import {
  adviseTraining,
  type BatchState,
  findStall,
  isBatchEnded,
  type JobMetrics,
  type JobState,
  type ModelUser,
  phaseAges,
} from '../../toolkit/index.ts';
import type { JobRow, JobView, PhaseView, Problem } from '../api.ts';
import { lossView } from '../run/loss-view.ts';
import { isCustomizing, iso, lastPart } from './read-jobs.ts';

/** What is known beside the job itself. */
export interface JobSurroundings {
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  readonly now: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly users: readonly ModelUser[];
  readonly run?: JobRow['run'];
  readonly problems: readonly Problem[];
}

/** A customization job as its page shows it. */
export function describeCustomization(
  state: JobState,
  metrics: JobMetrics | undefined,
  around: JobSurroundings,
): JobView {
  const { jobArn, status, createdAt, endedAt, failureMessage, modelArn, modelName, customizationType } = state;
  const active = isCustomizing(status);
  // Ages as they were when the service was asked: the page counts on from there.
  const stall = findStall(state, around.readAt);
  return {
    ...common(jobArn, around),
    kind: 'customization',
    name: state.jobName,
    status,
    active,
    stoppable: status === 'InProgress',
    createdAt: iso(createdAt),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    baseModel: lastPart(state.baseModelArn),
    ...(customizationType !== undefined && { customizationType }),
    roleArn: state.roleArn,
    ...(failureMessage !== undefined && { failure: failureMessage }),
    modelName,
    ...(modelArn !== undefined && { modelArn }),
    data: {
      training: state.trainingDataUri,
      ...(state.validationDataUri !== undefined && { validation: state.validationDataUri }),
      output: state.outputUri,
    },
    hyperparameters: state.hyperparameters,
    phases: phasesOf(state, around.readAt),
    ...(stall && { stall }),
    loss: lossView(metrics, active),
    advice: metrics ? adviseTraining({ name: state.jobName, ...metrics }) : [],
  };
}

function phasesOf(state: JobState, now: number): readonly PhaseView[] {
  const active = isCustomizing(state.status);
  return phaseAges(state, now).map(({ phase, status, ageMs }) => {
    const { startedAt, changedAt } = state.phases[phase] ?? {};
    const isOver = !active || !/^(NotStarted|InProgress|Stopping)$/.test(status);
    if (!isOver) return { phase, status, ...(ageMs !== undefined && { ageMs }) };
    const took = startedAt !== undefined && changedAt !== undefined && changedAt - startedAt;
    return { phase, status, ...(took !== false && status !== 'NotStarted' && { tookMs: took }) };
  });
}

/** A batch inference job as its page shows it. */
export function describeBatch(state: BatchState, around: JobSurroundings): JobView {
  const active = !isBatchEnded(state);
  return {
    ...common(state.jobArn, around),
    kind: 'batch',
    name: state.jobName,
    status: state.status,
    active,
    stoppable: active && state.status !== 'Stopping',
    createdAt: iso(state.submittedAt),
    ...(state.endedAt !== undefined && { endedAt: iso(state.endedAt) }),
    baseModel: lastPart(state.modelId),
    roleArn: state.roleArn,
    ...(state.message !== undefined && { failure: state.message }),
    data: { input: state.inputUri, output: state.outputUri },
    hyperparameters: {},
    phases: [],
    advice: [],
    ...(state.counts && { records: state.counts }),
    ...(state.expiresAt !== undefined && { expiresAt: iso(state.expiresAt) }),
  };
}

const common = (arn: string, { readAt, now, tags, users, run, problems }: JobSurroundings) => ({
  arn,
  id: lastPart(arn),
  readAt: iso(readAt),
  now: iso(now),
  tags,
  servedBy: users.map(({ kind, name, status }) => ({ kind, name, status })),
  ...(run && { run }),
  problems,
});
