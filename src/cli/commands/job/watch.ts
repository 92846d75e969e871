import type { Command } from 'commander';
import type { ConnectedCloud, FollowOptions, JobObserved, JobState } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { keepJobDetails } from '../../job-details-file.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { addWaiting } from '../../options/waiting.ts';
import { printNext, printResult } from '../../output.ts';
import { paintFor } from '../../render/colour.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { sparkline } from '../../render/sparkline.ts';
import { describePhases, describeStall } from './describe-phases.ts';
import { addWhichJob, type WhichJobFlags, whichJob } from './which-job.ts';

export interface WatchFlags {
  readonly pollingInterval: number;
  readonly maxWaitTime?: number;
  readonly stallAfter?: number;
  readonly outputFile?: string;
  readonly json?: boolean;
}

export const addWatching = (command: Command): Command =>
  addWaiting(command)
    .option(
      '--stall-after <seconds>',
      'warn when a phase has not moved for this long (default: 2 h waiting, 1 h preparing, 12 h training)',
      wholeNumber(1),
    )
    .option('--output-file <file>', 'keep the job details as JSON')
    .option('--json', 'print JSON');

export function registerWatch(command: Command, context: CommandContext): void {
  addWatching(addWhichJob(addCloudOptions(command))).action((flags: CloudFlags & WhichJobFlags & WatchFlags) =>
    withCloud(flags, context, async (cloud) => watchJob(await whichJob(flags), flags, cloud, context)),
  );
}

/** Watches a job to its end, showing phases with their ages and the loss as it falls. Whatever ends the watching, the last look is kept. */
export async function watchJob(
  job: string,
  flags: WatchFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { followJob, toJobDetails } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const leave = () => io.stderr.write(`\nThe job goes on. Watch it again with: novatune job watch --job-arn ${job}\n`);
  io.signal.addEventListener('abort', leave, { once: true });
  io.stderr.write(`watching ${job}; Ctrl-C leaves it running\n`);
  const show = createJobDisplay(context);
  let last: JobState | undefined;
  try {
    const state = await drive(followJob(job, followOptions(flags, context), cloud), (observed) => {
      last = observed.state;
      show.look(observed);
    });
    show.end();
    printEnd(state, toJobDetails(state), flags, context);
  } finally {
    show.end();
    io.signal.removeEventListener('abort', leave);
    if (flags.outputFile !== undefined && last) await keepJobDetails(flags.outputFile, toJobDetails(last));
  }
}

function followOptions(flags: WatchFlags, { io }: CommandContext): FollowOptions {
  const { pollingInterval, maxWaitTime, stallAfter } = flags;
  const limit = stallAfter === undefined ? undefined : stallAfter * 1000;
  return {
    pollIntervalMs: pollingInterval * 1000,
    ...(maxWaitTime !== undefined && { maxWaitMs: maxWaitTime * 1000 }),
    ...(limit !== undefined && { stall: { waitingMs: limit, preparingMs: limit, trainingMs: limit } }),
    signal: io.signal,
  };
}

/** The moving line of a watched job, with lines that stay for what is new. */
function createJobDisplay({ io }: CommandContext) {
  const progress = createProgress(io);
  const paint = paintFor(io, io.stderr);
  const losses: number[] = [];
  let phasesShown = '';
  return {
    look: ({ state, newRows, ages, stall }: JobObserved) => {
      const phases = ages.map(({ phase, status }) => `${phase} ${status}`).join(', ');
      if (phases !== phasesShown) progress.line(phases);
      phasesShown = phases;
      for (const { step, epoch, loss } of newRows) {
        losses.push(loss);
        progress.line(`step ${step}${epoch === undefined ? '' : ` epoch ${epoch}`} loss ${loss.toFixed(4)}`);
      }
      if (stall) progress.line(paint.yellow(describeStall(stall, state.jobArn)));
      const note = [sparkline(losses), describePhases(ages)].filter(Boolean).join(' · ');
      progress.update(`${state.jobName} ${state.status}: step`, losses.length, undefined, note);
    },
    end: () => {
      progress.end();
      if (losses.length > 1) io.stderr.write(`loss ${sparkline(losses)} ${losses.at(-1)?.toFixed(4)}\n`);
      losses.length = 0;
    },
  };
}

function printEnd(state: JobState, details: object, flags: WatchFlags, context: CommandContext): void {
  const { jobName, status, failureMessage } = state;
  printResult(details, () => `${jobName} ${status}${failureMessage ? `: ${failureMessage}` : ''}`, flags.json, context);
  if (status === 'Completed')
    printNext(`novatune deployment create --name ${state.modelName} --model-id ${state.modelArn}`, context);
  else context.exitWith(EXIT.service);
}
