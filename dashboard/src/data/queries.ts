import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunDetail, RunSummary, StudioInfo } from '../../../src/studio/api.ts';
import { getJson } from './client.ts';

const REFRESH_MS = 10_000;

export const useInfo = () =>
  useQuery({
    queryKey: ['info'],
    queryFn: ({ signal }) => getJson<StudioInfo>('/api/info', signal),
    staleTime: 60_000,
  });

export const useRuns = () =>
  useQuery({
    queryKey: ['runs'],
    queryFn: ({ signal }) => getJson<readonly RunSummary[]>('/api/runs', signal),
    refetchInterval: REFRESH_MS,
  });

export const useRun = (run: string) =>
  useQuery({
    queryKey: ['runs', run, 'detail'],
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/runs/${run}`, signal),
  });

/** Keeps a run up to date while its page is open. @returns whether events come in. */
export function useLiveRun(run: string): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    let events: EventSource | undefined;
    const follow = () => {
      events?.close();
      events = undefined;
      // Browsers open six connections to a host: tabs that nobody sees must not take them.
      if (document.hidden) return;
      events = new EventSource(`/api/runs/${run}/live`);
      events.onopen = () => setConnected(true);
      events.onerror = () => setConnected(false);
      events.onmessage = ({ data }) => client.setQueryData(['runs', run, 'detail'], JSON.parse(data as string));
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      events?.close();
    };
  }, [run, client]);
  return connected;
}
