import type { BatchState, ConnectedCloud } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';

export interface WatchFlags {
  /** Seconds. */
  readonly pollingInterval: number;
  /** Seconds. */
  readonly maxWaitTime?: number;
}

/** Watches a job to its end. Ctrl-C leaves it running. */
export async function watchBatch(
  jobArn: string,
  flags: WatchFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<BatchState> {
  const { followBatch } = await import('../../../toolkit/index.ts');
  const progress = createProgress(io);
  const options = {
    pollIntervalMs: flags.pollingInterval * 1000,
    ...(flags.maxWaitTime !== undefined && { maxWaitMs: flags.maxWaitTime * 1000 }),
    signal: io.signal,
  };
  const leave = () => io.stderr.write(`\nThe job goes on. Look again with: novatune batch get --job-arn ${jobArn}\n`);
  io.signal.addEventListener('abort', leave, { once: true });
  let said = '';
  try {
    return await drive(followBatch(jobArn, options, cloud), ({ state: { status, counts } }) => {
      if (status !== said) progress.line(`${status}${counts ? `, ${counts.total} records` : ''}`);
      said = status;
      progress.update(`${status} records`, counts?.processed ?? 0, counts?.total);
    });
  } finally {
    progress.end();
    io.signal.removeEventListener('abort', leave);
  }
}
