import type { JobKind, JobPage, JobQuery, JobRow } from '../api.ts';
import { problemOf } from '../refusal.ts';
import { iso, NEWEST, type ReadJob, type ReadJobs } from './read-jobs.ts';

/** What was read to make a page of jobs from. */
export interface ReadBoard extends Readonly<Record<JobKind, PromiseSettledResult<ReadJobs>>> {
  /** By the ARN of their job. */
  readonly runs: ReadonlyMap<string, NonNullable<JobRow['run']>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const KINDS = ['customization', 'batch'] as const;
const DEFAULT_LIMIT = 50;

/** Pure. A kind that could not be read is a problem; that none could be leaves an empty page that says why. */
export function toPage(board: ReadBoard, { kind, status, offset = 0, limit = DEFAULT_LIMIT }: JobQuery): JobPage {
  const { runs, now } = board;
  const lists = KINDS.flatMap((name) => (board[name].status === 'fulfilled' ? [board[name].value] : []));
  const problems = KINDS.flatMap((name) =>
    board[name].status === 'rejected' ? [problemOf(board[name].reason as unknown)] : [],
  );
  const [unreachable] = problems;
  const ofKind = lists.flatMap(({ jobs }) => jobs).filter((job) => kind === undefined || job.kind === kind);
  const found = ofKind.filter((job) => status === undefined || job.status === status);
  // Times of one length, all in UTC: text in order is time in order.
  const sorted = found.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
  return {
    total: found.length,
    offset,
    jobs: sorted.slice(offset, offset + limit).map((job) => rowOf(job, runs)),
    statuses: tally(ofKind),
    readAt: iso(Math.min(now, ...lists.map(({ readAt }) => readAt))),
    now: iso(now),
    ...(lists.some(({ isCut }) => isCut) && { newest: NEWEST }),
    problems: lists.length === 0 ? [] : problems,
    ...(lists.length === 0 && unreachable && { unreachable }),
  };
}

function rowOf({ arn, ...job }: ReadJob, runs: ReadBoard['runs']): JobRow {
  const run = runs.get(arn);
  return { ...job, ...(run && { run }) };
}

function tally(jobs: readonly ReadJob[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of jobs) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
