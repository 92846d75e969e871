import { type Command, InvalidArgumentError, Option } from 'commander';
import type { JobSummary } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

interface ListFlags extends CloudFlags {
  readonly nameContains?: string;
  readonly status?: string;
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly maxItems?: number;
  readonly json?: boolean;
}

const STATUSES = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'];

export function registerList(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .option('--name-contains <text>', 'only names with this in them')
    .addOption(new Option('--status <status>', 'only jobs in this state').choices(STATUSES))
    .option('--created-after <time>', 'only jobs created after, e.g. 2026-11-01', time)
    .option('--created-before <time>', 'only jobs created before', time)
    .option('--max-items <n>', 'stop after this many', wholeNumber(1))
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => list(flags, context));
}

/** Milliseconds since the epoch. */
function time(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds))
    throw new InvalidArgumentError('Expected a time like 2026-11-01 or 2026-11-01T09:00Z.');
  return milliseconds;
}

function list(flags: ListFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { nameContains, status, createdAfter, createdBefore, maxItems = Number.POSITIVE_INFINITY } = flags;
    const filter = {
      ...(nameContains && { nameContains }),
      ...(status && { status }),
      ...(createdAfter !== undefined && { createdAfter }),
      ...(createdBefore !== undefined && { createdBefore }),
    };
    const jobs: JobSummary[] = [];
    for await (const job of cloud.customizer.listJobs(filter, context.io.signal)) {
      jobs.push(job);
      if (jobs.length >= maxItems) break;
    }
    const rows = jobs.map(({ jobName, status: state, createdAt, baseModelArn, jobArn }) => [
      jobName,
      state,
      new Date(createdAt).toISOString(),
      baseModelArn?.split('/').at(-1) ?? '',
      jobArn,
    ]);
    printResult(jobs, () => formatTable(['name', 'status', 'created', 'base model', 'arn'], rows), flags.json, context);
  });
}
