import { type JobDetails, type JobMetrics, toJobDetails } from '../../toolkit/index.ts';
import type { RunDetail } from '../api.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import { describeSteps } from './describe-steps.ts';
import { lossView } from './loss-view.ts';
import type { RunCosts } from './run-costs.ts';
import type { RunFiles, RunRecord } from './run-files.ts';
import { summarizeRun } from './summarize-run.ts';

interface DescribeTools {
  readonly costs: RunCosts;
  /** Where the job runs. */
  readonly jobs: JobBoard;
}

/** Everything the page of one run shows. With a cloud, the loss of a job that runs is read from there. */
export async function describeRun(files: RunFiles, now: number, tools: DescribeTools): Promise<RunDetail> {
  const { costs, jobs } = tools;
  const kept = await files.read<JobDetails>('job');
  const live = kept && isWorkedOn(kept) ? await liveJob(kept, jobs) : undefined;
  if (live) files.assume('job', live.job);
  const summary = await summarizeRun(files, now, costs);
  const record = await files.read<RunRecord>('run');
  const job = await files.read<JobDetails>('job');
  const loss = (await files.read<JobMetrics>('metrics')) ?? live?.metrics;
  return {
    ...summary,
    steps: await describeSteps(files, summary.status),
    ...(job && { job }),
    loss: lossView(loss, live !== undefined),
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
  jobs: JobBoard,
): Promise<{ readonly job: JobDetails; readonly metrics?: JobMetrics } | undefined> {
  try {
    const look = await jobs.look(job.job_arn);
    return look && { job: toJobDetails(look.state), ...(look.metrics && { metrics: look.metrics }) };
  } catch {
    return undefined; // The folder alone still says enough; the pages of jobs and endpoints tell what is wrong with the cloud.
  }
}
