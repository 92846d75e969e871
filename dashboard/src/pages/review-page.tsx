import { useState } from 'react';
import type { DocumentFacets, DocumentQuery } from '../../../src/studio/api.ts';
import { useDocuments, useFacets } from '../data/documents.ts';
import { useEdits } from '../data/edits.ts';
import { useText } from '../messages/language.tsx';
import { DocumentFilters } from '../parts/document-filters.tsx';
import { LabelEditor } from '../parts/label-editor.tsx';
import { ReviewBar } from '../parts/review-bar.tsx';
import { ReviewList } from '../parts/review-list.tsx';
import { RunFrame } from '../parts/run-frame.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

/** Labels beside their documents, corrected by hand and saved as a new file. */
export function ReviewPage({ run }: { readonly run: string }) {
  return <RunFrame run={run}>{() => <Review run={run} />}</RunFrame>;
}

function Review({ run }: { readonly run: string }) {
  const { t } = useText();
  const { data: facets, error } = useFacets(run);
  if (error) return <Failure error={error} />;
  if (!facets) return <Waiting />;
  if (facets.documents === 0) return <p className="soft">{t.noDocuments}</p>;
  return <Desk run={run} facets={facets} />;
}

function Desk({ run, facets }: { readonly run: string; readonly facets: DocumentFacets }) {
  const [proposedOnly, setProposedOnly] = useState(facets.proposals > 0);
  const [filter, setFilter] = useState<DocumentQuery>({});
  const [current, setCurrent] = useState(0);
  const store = useEdits(run);
  const query: DocumentQuery = proposedOnly ? { ...filter, proposed: true } : filter;
  const { at, total = 0 } = useDocuments(run, query, current, current);
  const row = at(current);
  const move = (by: number) => setCurrent((index) => Math.min(Math.max(0, total - 1), Math.max(0, index + by)));
  const decide = (label: string) => {
    if (row) store.set({ [row.id]: label });
    move(1);
  };
  const show = (change: () => void) => {
    change();
    setCurrent(0);
  };
  return (
    <>
      <ReviewBar
        run={run}
        facets={facets}
        store={store}
        proposedOnly={proposedOnly}
        onProposedOnly={(only) => show(() => setProposedOnly(only))}
      />
      <DocumentFilters facets={facets} query={filter} onChange={(next) => show(() => setFilter(next))} />
      <div className="desk">
        <ReviewList run={run} query={query} current={current} edits={store.edits} onSelect={setCurrent} />
        {row && (
          <LabelEditor
            key={row.id}
            run={run}
            row={row}
            classes={facets.classes}
            edited={store.edits[row.id]}
            onDecide={decide}
            onMove={move}
          />
        )}
      </div>
    </>
  );
}
