import type { PipelineEvent, StepEvent, StepName } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { paintFor } from './colour.ts';
import { describeEstimate } from './money.ts';
import { createProgress, formatSeconds, type Progress } from './progress.ts';

const TITLES: Readonly<Record<StepName, string>> = {
  audit: 'audit the labels',
  prepare: 'prepare the data set',
  validate: 'validate it',
  upload: 'upload it',
  train: 'train a custom model',
  deploy: 'deploy it',
  infer: 'ask base and tuned model',
  evaluate: 'evaluate and compare',
  report: 'write the report',
  cleanup: 'clean up',
};

/** Shows a run as it goes on, on stderr. */
export async function showPipeline<Result>(
  work: AsyncGenerator<PipelineEvent, Result>,
  { io }: CommandContext,
): Promise<Result> {
  const paint = paintFor(io, io.stderr);
  const progress = createProgress(io);
  for (;;) {
    const next = await work.next();
    if (next.done) {
      progress.end();
      return next.value;
    }
    const event = next.value;
    if (event.type === 'step-started')
      progress.line(paint.bold(`[${event.number}/${event.total}] ${TITLES[event.step]}`));
    else if (event.type === 'step-skipped')
      progress.line(paint.dim(`[${event.number}/${event.total}] ${TITLES[event.step]}: done already`));
    else if (event.type === 'cost-estimated')
      progress.line(`      ${describeEstimate(event.estimate, (await import('../../toolkit/index.ts')).formatCost)}`);
    else if (event.type === 'step-finished')
      progress.line(`      ${event.summary} ${paint.dim(`(${formatSeconds(event.seconds)})`)}`);
    else showStep(event.progress, progress);
  }
}

function showStep(progressed: StepEvent, progress: Progress): void {
  switch (progressed.step) {
    case 'audit':
      progress.update('pages', progressed.event.done, progressed.event.total);
      break;
    case 'prepare':
      if (progressed.event.type === 'document-done') {
        progress.update('documents', progressed.event.done, progressed.event.total);
      }
      break;
    case 'upload':
      if (progressed.event.type === 'object-done') {
        progress.update('objects', progressed.event.done, progressed.event.objects);
      }
      break;
    case 'train':
      showTraining(progressed.event, progress);
      break;
    case 'deploy':
      if (progressed.event.type === 'endpoint-requested') {
        const { kind, name, status } = progressed.event.endpoint;
        progress.line(`      ${kind} ${name} is ${status}`);
      }
      break;
    case 'infer':
      showAnswer(progressed, progress);
      break;
    case 'cleanup':
      if (progressed.event.type === 'resource-deleted') {
        progress.line(`      deleted ${progressed.event.resource.kind} ${progressed.event.resource.name}`);
      }
  }
}

type TrainEvent = Extract<StepEvent, { step: 'train' }>['event'];

function showTraining(event: TrainEvent, progress: Progress): void {
  switch (event.type) {
    case 'role-ready':
      progress.line(`      role ${event.roleArn} ${event.created ? 'created' : 'is up to date'}`);
      break;
    case 'preflight-passed':
      for (const { severity, code, message } of event.findings) progress.line(`      ${severity} ${code}: ${message}`);
      break;
    case 'role-not-ready':
      progress.line(`      the role cannot be assumed yet, trying again in ${formatSeconds(event.delay / 1000)}`);
      break;
    case 'job-submitted':
      progress.line(`      job ${event.details.job_arn}`);
      break;
    case 'job-observed':
      showJob(event, progress);
  }
}

/** Phases as last shown, per job: they are worth a line only when they change. */
const phasesShown = new WeakMap<Progress, string>();

function showJob({ state, newRows }: Extract<TrainEvent, { type: 'job-observed' }>, progress: Progress): void {
  const phases = Object.entries(state.phases)
    .map(([name, { status }]) => `${name} ${status}`)
    .join(', ');
  if (phasesShown.get(progress) !== phases) progress.line(`      ${phases}`);
  phasesShown.set(progress, phases);
  const last = newRows.at(-1);
  if (last) progress.line(`      step ${last.step}: loss ${last.loss.toFixed(3)}`);
}

function showAnswer(
  { model, documents, done, event }: Extract<StepEvent, { step: 'infer' }>,
  progress: Progress,
): void {
  progress.update(`${model} model: documents`, done, documents);
  if (event.type !== 'document-failed') return;
  progress.line(`      ${event.prediction.document}: ${event.prediction.error?.message ?? 'failed'}`);
}
