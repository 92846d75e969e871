import type { ConnectedCloud } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { keepJobDetails } from '../job-details-file.ts';
import { printNext, printResult } from '../output.ts';
import { drive } from '../render/drive.ts';
import { createProgress, formatSeconds } from '../render/progress.ts';

export interface WatchFlags {
  readonly pollingInterval: number;
  readonly maxWaitTime?: number;
  readonly outputFile?: string;
  readonly json?: boolean;
}

/** Watches a job to its end, showing phases with their ages and the loss as it falls. */
export async function watchJob(
  jobArn: string,
  flags: WatchFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { followJob, toJobDetails } = await import('../../toolkit/index.ts');
  const { io } = context;
  const progress = createProgress(io);
  const options = {
    pollIntervalMs: flags.pollingInterval * 1000,
    ...(flags.maxWaitTime !== undefined && { maxWaitMs: flags.maxWaitTime * 1000 }),
    signal: io.signal,
  };
  const leave = () =>
    io.stderr.write(`\nThe job goes on. Watch it again with: novatune job watch --job-arn ${jobArn}\n`);
  io.signal.addEventListener('abort', leave, { once: true });
  io.stderr.write(`watching ${jobArn}; Ctrl-C leaves it running\n`);
  try {
    const state = await drive(followJob(jobArn, options, cloud), ({ state: seen, newRows }) => {
      for (const { step, epoch, loss } of newRows)
        progress.line(`step ${step}${epoch === undefined ? '' : ` epoch ${epoch}`} loss ${loss.toFixed(4)}`);
      const ages = Object.entries(seen.phases).map(([name, { status, changedAt }]) =>
        changedAt === undefined
          ? `${name} ${status}`
          : `${name} ${status} for ${formatSeconds((cloud.clock.now() - changedAt) / 1000)}`,
      );
      progress.update(`${seen.jobName} ${seen.status}: step`, newRows.at(-1)?.step ?? 0, undefined, ages.join(', '));
    });
    progress.end();
    const details = toJobDetails(state);
    if (flags.outputFile !== undefined) await keepJobDetails(flags.outputFile, details);
    printResult(
      details,
      () => `${state.jobName} ${state.status}${state.failureMessage ? `: ${state.failureMessage}` : ''}`,
      flags.json,
      context,
    );
    if (state.status === 'Completed')
      printNext(`novatune deployment create --name ${state.modelName} --model-id ${state.modelArn}`, context);
    else context.exitWith(EXIT.service);
  } finally {
    progress.end();
    io.signal.removeEventListener('abort', leave);
  }
}
