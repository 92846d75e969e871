import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { withRetries } from '../lib/retry.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import { endpointCandidates, findEndpoints } from './find/endpoints.ts';
import { findBatchJobs, findJobs } from './find/jobs.ts';
import { findModels } from './find/models.ts';
import { findAlarms, findEventRules } from './find/monitors.ts';
import { findRoles } from './find/roles.ts';
import { findSchedules } from './find/schedules.ts';
import type { Search } from './find/search.ts';
import { findStorage } from './find/storage.ts';
import type { Candidate, Resource, ResourceKind, SearchGap } from './resource.ts';
import { isSelectedKind, type Selection, selectResources } from './select-resources.ts';

export interface FindOptions extends Abortable, Selection {
  /** Only this run's resources. Absent: everything that novatune made. */
  readonly run?: string;
  /** Folders known to be ours, `s3://bucket/prefix/`, in whatever bucket. */
  readonly prefixes?: readonly string[];
  /** Told what could not be searched, such as what the caller may not list; the rest is. Absent: that is thrown. */
  readonly onGap?: (gap: SearchGap) => void;
}

/**
 * Finds everything tagged as made by novatune in the cloud's region, in the order in which it can be deleted. Never yields a resource
 * without our tags. Objects count as ours below folders given, in folders that our jobs wrote, and below `runs/` of buckets with our tags.
 * A role belongs to the region that its trust names. Reads only.
 *
 * @throws {InputError} `prefix-invalid`
 */
export async function* findResources(options: FindOptions, cloud: Cloud): AsyncGenerator<Resource> {
  const { run, prefixes = [], signal } = options;
  for (const uri of prefixes) requireFolder(uri);
  const { region } = await cloud.identity(signal);
  const candidates = await survey({ cloud, region, run, signal, onGap: options.onGap }, options);
  yield* selectResources(candidates, options);
}

/** Everything that may be asked for, and what uses it. */
async function survey(search: Search, options: FindOptions): Promise<Candidate[]> {
  const { cloud } = search;
  const wants = (...kinds: readonly ResourceKind[]) => kinds.some((kind) => isSelectedKind(kind, options));
  const attempt = <Found>(kinds: readonly ResourceKind[], look: () => Promise<Found>) =>
    attemptSearch(kinds, look, search);
  const stores = wants('objects', 'uploads', 'bucket');
  const found: Candidate[] = [];
  const collect = (candidates: readonly Candidate[] = []) => void found.push(...candidates);

  const isJobWanted = wants('job', 'role') || stores;
  const jobs = isJobWanted ? await attempt(['job'], () => findJobs(search, stores)) : undefined;
  const isBatchWanted = wants('batch-job', 'role') || stores;
  const batches = isBatchWanted ? await attempt(['batch-job'], () => findBatchJobs(search)) : undefined;
  collect(jobs?.candidates);
  collect(batches?.candidates);

  const isHostWanted = wants('throughput', 'deployment', 'schedule', 'schedule-group', 'model', 'role');
  const endpoints = isHostWanted
    ? await attempt(['throughput', 'deployment', 'schedule'], () => findEndpoints(search))
    : undefined;
  if (endpoints) collect(endpointCandidates(endpoints, search, cloud.clock.now()));
  if (wants('alarm')) collect(await attempt(['alarm'], () => findAlarms(search)));
  if (wants('event-rule')) collect(await attempt(['event-rule'], () => findEventRules(search)));
  // Without the endpoints, a schedule that keeps one from billing for ever could not be told from one that is left over.
  const schedules =
    endpoints && wants('schedule', 'schedule-group', 'role')
      ? await attempt(['schedule', 'schedule-group'], () => findSchedules(search, endpoints))
      : undefined;
  collect(schedules?.candidates);
  if (wants('model')) collect(await attempt(['model'], () => findModels(search, endpoints)));
  const users = [jobs?.roleUsers, batches?.roleUsers, schedules?.roleUsers];
  if (wants('role')) collect(await attempt(['role'], () => findRoles(search, users)));
  const folders = [...(options.prefixes ?? []), ...(jobs?.folders ?? []), ...(batches?.folders ?? [])];
  if (stores) collect(await attempt(['uploads', 'objects', 'bucket'], () => findStorage(search, folders)));
  return found;
}

/** Throttles are waited out; what remains is a gap in the search. */
async function attemptSearch<Found>(
  kinds: readonly ResourceKind[],
  look: () => Promise<Found>,
  { cloud, signal, onGap }: Search,
): Promise<Found | undefined> {
  const outcome = await withRetries(look, cloud.clock, { attempts: 4, ...(signal && { signal }) });
  if ('result' in outcome) return outcome.result;
  if (!onGap) throw outcome.error;
  onGap({ kinds, code: outcome.error.code, reason: outcome.error.message });
  return undefined;
}

/** Everything below goes, so it must be a folder of a bucket: `runs/a` would take `runs/abc` along, and no prefix the whole bucket. */
function requireFolder(uri: string): void {
  const address = parseS3Uri(uri);
  if (address && /[^/]\/$/.test(address.key)) return;
  throw new InputError(
    'prefix-invalid',
    `Expected a prefix to empty like s3://bucket/runs/name/, got ${JSON.stringify(uri)}.`,
    {
      remedy: 'Name a folder of the bucket, with a slash at its end.',
    },
  );
}
