import { type Cloud, type JobDetails, type JobMetrics, readJobMetrics, toJobDetails } from '../../toolkit/index.ts';
import type { RunDetail } from '../api.ts';
import { describeSteps } from './describe-steps.ts';
import type { RunCosts } from './run-costs.ts';
import type { RunFiles, RunRecord } from './run-files.ts';
import { summarizeRun } from './summarize-run.ts';

/** Points of a loss curve that are sent; more cannot be told apart on a screen. */
const MAX_POINTS = 1500;

interface DescribeTools {
  readonly costs: RunCosts;
  /** Where the job runs. */
  readonly cloud?: Cloud;
  readonly signal: AbortSignal;
}

/** Everything the page of one run shows. With a cloud, the loss of a job that runs is read from there. */
export async function describeRun(files: RunFiles, now: number, tools: DescribeTools): Promise<RunDetail> {
  const { cloud, costs, signal } = tools;
  const kept = await files.read<JobDetails>('job');
  const live = kept && isWorkedOn(kept) && cloud ? await liveJob(kept, cloud, signal) : undefined;
  if (live) files.assume('job', live.job);
  const summary = await summarizeRun(files, now, costs);
  const record = await files.read<RunRecord>('run');
  const job = await files.read<JobDetails>('job');
  const loss = (await files.read<JobMetrics>('metrics')) ?? live?.metrics;
  return {
    ...summary,
    steps: await describeSteps(files, summary.status),
    ...(job && { job }),
    loss: {
      training: thin(loss?.training ?? []),
      validation: thin(loss?.validation ?? []),
      live: live !== undefined,
    },
    ...(record?.identity && {
      identity: { accountId: record.identity.accountId, region: record.identity.region },
    }),
    problems: [...files.problems],
  };
}

const isWorkedOn = ({ status }: JobDetails): boolean => /^(InProgress|Stopping)$/.test(status);

/** A job as the service sees it now. It may be of another account: then there is nothing to tell. */
async function liveJob(
  job: JobDetails,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<{ readonly job: JobDetails; readonly metrics: JobMetrics } | undefined> {
  try {
    const state = await cloud.customizer.describe(job.job_arn, signal);
    if (!state) return undefined;
    const metrics = await readJobMetrics({ jobArn: job.job_arn, outputUri: job.output_uri }, cloud, signal);
    return { job: toJobDetails(state), metrics };
  } catch {
    return undefined; // The folder alone still says enough; the endpoints page tells what is wrong with the cloud.
  }
}

/** Every nth point and the last. */
function thin<Point>(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return every <= 1 ? points : points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
