import { parseS3Uri } from '../../lib/s3-uri.ts';
import type { Candidate, ResourceUser } from '../resource.ts';
import { isOurs, runOf, type Search, withEach, withTags } from './search.ts';

/** Customization or batch inference jobs, and what hangs on them. */
export interface FoundJobs {
  /** Those of ours that still run: ended ones cannot be deleted, and cost nothing. */
  readonly candidates: readonly Candidate[];
  /** Jobs that still run under a role, whoever started them, by the role's ARN. */
  readonly roleUsers: ReadonlyMap<string, readonly ResourceUser[]>;
  /** Folders that our jobs, ended ones too, read or wrote and nobody else does: `s3://bucket/prefix/`. */
  readonly folders: readonly string[];
}

const RUNNING = new Set(['InProgress', 'Stopping']);
const RUNNING_BATCH = new Set(['Submitted', 'Validating', 'Scheduled', 'InProgress', 'Stopping']);

/** @param withFolders look at ended jobs too */
export async function findJobs(search: Search, withFolders: boolean): Promise<FoundJobs> {
  const { customizer } = search.cloud;
  const listed = await withTags(customizer.listJobs({}, search.signal), ({ jobArn }) => jobArn, search);
  const wanted = listed.filter((job) => RUNNING.has(job.status) || (withFolders && isOurs(job, search)));
  const jobs = await withEach(
    wanted,
    async ({ jobArn }) => ({ state: await customizer.describe(jobArn, search.signal) }),
    search,
  );
  const running = jobs.filter(({ status }) => RUNNING.has(status));
  const ours = jobs.filter((job) => isOurs(job, search));
  return {
    candidates: running
      .filter((job) => isOurs(job, search))
      .map(({ jobArn, jobName, createdAt, tags }) => ({
        resource: {
          kind: 'job',
          name: jobName,
          id: jobArn,
          createdAt,
          bills: 'training tokens while it runs',
          ...runOf(tags),
        },
      })),
    roleUsers: usersByRole(
      running.map(({ jobArn, jobName, state }) => ({ id: jobArn, label: `job ${jobName}`, roleArn: state?.roleArn })),
    ),
    folders: ours.flatMap(({ jobArn, state }) =>
      folderBelow(state?.outputUri, `model-customization-job-${lastPart(jobArn)}/`),
    ),
  };
}

export async function findBatchJobs(search: Search): Promise<FoundJobs> {
  const { batches } = search.cloud;
  const jobs = await withTags(batches.list({}, search.signal), ({ jobArn }) => jobArn, search);
  const running = jobs.filter(({ status }) => RUNNING_BATCH.has(status));
  const ours = jobs.filter((job) => isOurs(job, search));
  return {
    candidates: running
      .filter((job) => isOurs(job, search))
      .map(({ jobArn, jobName, submittedAt, tags }) => ({
        resource: {
          kind: 'batch-job',
          name: jobName,
          id: jobArn,
          createdAt: submittedAt,
          bills: 'tokens of the records while it runs',
          ...runOf(tags),
        },
      })),
    roleUsers: usersByRole(
      running.map(({ jobArn, jobName, roleArn }) => ({ id: jobArn, label: `batch job ${jobName}`, roleArn })),
    ),
    // Records lie in a folder named after their content, which no other job writes.
    folders: ours.flatMap(({ jobArn, inputUri, outputUri }) => [
      ...folderBelow(outputUri, `${lastPart(jobArn)}/`),
      ...(/\/records\/[0-9a-f]{16}\/$/.test(inputUri) ? [inputUri] : []),
    ]),
  };
}

function usersByRole(
  users: readonly (ResourceUser & { readonly roleArn: string | undefined })[],
): Map<string, ResourceUser[]> {
  const byRole = new Map<string, ResourceUser[]>();
  for (const { id, label, roleArn } of users) {
    if (roleArn !== undefined) byRole.set(roleArn, [...(byRole.get(roleArn) ?? []), { id, label }]);
  }
  return byRole;
}

/** The folder that the service makes for a job below the place it was given. */
export function folderBelow(outputUri: string | undefined, folder: string): string[] {
  if (outputUri === undefined || !parseS3Uri(outputUri)) return [];
  return [`${outputUri}${outputUri.endsWith('/') ? '' : '/'}${folder}`];
}

export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
