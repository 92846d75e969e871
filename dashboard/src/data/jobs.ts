import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JobPage, JobQuery, JobView } from '../../../src/studio/api.ts';
import { getJson, queryOf } from './client.ts';

/** Milliseconds. Tabs that nobody sees do not ask; studio asks the service once for all that do. */
const REFRESH_MS = 5000;
/** Of a job that has ended: only what serves its model can change. */
const SLOW_MS = 30_000;

export const useJobs = (query: JobQuery) =>
  useQuery({
    queryKey: ['jobs', 'list', query],
    queryFn: ({ signal }) => getJson<JobPage>(`/api/jobs?${queryOf({ ...query })}`, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const useJob = (kind: string, id: string) =>
  useQuery({
    queryKey: ['jobs', 'one', kind, id],
    queryFn: ({ signal }) => getJson<JobView>(`/api/jobs/${kind}/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data?.active === false ? SLOW_MS : REFRESH_MS),
  });
