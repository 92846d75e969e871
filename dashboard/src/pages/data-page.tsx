import { useState } from 'react';
import type { DocumentQuery } from '../../../src/studio/api.ts';
import { useFacets } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';
import { DocumentDrawer } from '../parts/document-drawer.tsx';
import { DocumentFilters } from '../parts/document-filters.tsx';
import { DocumentGrid } from '../parts/document-grid.tsx';
import { FindingList } from '../parts/finding-list.tsx';
import { RunFrame } from '../parts/run-frame.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

/** Every document of a run. */
export function DataPage({ run }: { readonly run: string }) {
  return <RunFrame run={run}>{() => <Documents run={run} />}</RunFrame>;
}

function Documents({ run }: { readonly run: string }) {
  const { t } = useText();
  const { data: facets, error } = useFacets(run);
  const [query, setQuery] = useState<DocumentQuery>({});
  const [open, setOpen] = useState<number>();
  if (error) return <Failure error={error} />;
  if (!facets) return <Waiting />;
  if (facets.documents === 0) return <p className="soft">{t.noDocuments}</p>;
  return (
    <>
      <FindingList findings={facets.setFindings} />
      <DocumentFilters facets={facets} query={query} onChange={setQuery} />
      <DocumentGrid run={run} query={query} onOpen={setOpen} />
      <DocumentDrawer run={run} query={query} index={open} onMove={setOpen} />
    </>
  );
}
