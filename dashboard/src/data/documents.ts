import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DocumentFacets, DocumentPage, DocumentQuery, DocumentRow, RunScores } from '../../../src/studio/api.ts';
import { getJson, queryOf } from './client.ts';

/** Documents fetched at once: about three screens of the grid. */
const PAGE_SIZE = 100;

export const useFacets = (run: string) =>
  useQuery({
    queryKey: ['runs', run, 'facets'],
    queryFn: ({ signal }) => getJson<DocumentFacets>(`/api/runs/${run}/facets`, signal),
  });

export const useScores = (run: string) =>
  useQuery({
    queryKey: ['runs', run, 'scores'],
    queryFn: ({ signal }) => getJson<RunScores>(`/api/runs/${run}/scores`, signal),
  });

/** Where a document's picture is. `large`: the original, where a browser can show it. */
export const pictureUrl = (run: string, id: string, size: 'small' | 'large'): string =>
  `/api/runs/${run}/picture?${queryOf({ id, size })}`;

interface Documents {
  /** Undefined until the first page is there. */
  readonly total: number | undefined;
  /** Undefined while the page it is on is fetched. */
  readonly at: (index: number) => DocumentRow | undefined;
  readonly error: Error | null;
}

/** The documents of a filter, of which only the pages around the visible ones are fetched. */
export function useDocuments(run: string, query: DocumentQuery, first: number, last: number): Documents {
  const filter = queryOf({ ...query });
  const pages = useMemo(() => pagesOf(first, last), [first, last]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['runs', run, 'documents', filter, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        getJson<DocumentPage>(
          `/api/runs/${run}/documents?${queryOf({ ...query, offset: page * PAGE_SIZE, limit: PAGE_SIZE })}`,
          signal,
        ),
      staleTime: 60_000,
    })),
  });
  const byPage = new Map(results.flatMap(({ data }) => (data ? [[data.offset / PAGE_SIZE, data] as const] : [])));
  return {
    total: [...byPage.values()][0]?.total,
    at: (index) => byPage.get(Math.floor(index / PAGE_SIZE))?.documents[index % PAGE_SIZE],
    error: results.find(({ error }) => error)?.error ?? null,
  };
}

/** The first page is always among them: it tells the total. */
function pagesOf(first: number, last: number): readonly number[] {
  const pages = new Set([0]);
  for (let page = Math.floor(first / PAGE_SIZE); page <= Math.floor(last / PAGE_SIZE); page += 1) pages.add(page);
  return [...pages];
}
