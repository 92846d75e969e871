import { Alert, Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { DocumentFacets, SavedLabels } from '../../../src/studio/api.ts';
import type { useEdits } from '../data/edits.ts';
import { useInfo } from '../data/queries.ts';
import { allProposals, downloadLabels, saveLabels } from '../data/save-labels.ts';
import { useText } from '../messages/language.tsx';
import { Failure } from './states.tsx';

interface ReviewBarProps {
  readonly run: string;
  readonly facets: DocumentFacets;
  readonly store: ReturnType<typeof useEdits>;
  readonly proposedOnly: boolean;
  readonly onProposedOnly: (only: boolean) => void;
}

/** How far the review is, and its end: a new file. */
export function ReviewBar({ run, facets, store, proposedOnly, onProposedOnly }: ReviewBarProps) {
  const { t, format } = useText();
  const { data: info } = useInfo();
  const decided = Object.keys(store.edits).length;
  const accept = useMutation({ mutationFn: () => allProposals(run), onSuccess: store.set });
  const save = useMutation<SavedLabels | undefined, Error>({
    mutationFn: async () => {
      if (info?.write) return saveLabels(run, store.edits);
      await downloadLabels(run, store.edits);
      return undefined;
    },
  });
  const failure = accept.error ?? save.error;
  return (
    <section aria-label={t.review} className="review-bar">
      <div className="review-actions">
        {facets.proposals > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t.shownDocuments}
            value={proposedOnly ? 'proposed' : 'all'}
            onChange={(value) => onProposedOnly(value === 'proposed')}
            data={[
              { value: 'proposed', label: t.withProposal(facets.proposals, format) },
              { value: 'all', label: t.allDocuments(facets.documents, format) },
            ]}
          />
        )}
        <span className="soft small grow" role="status">
          {t.reviewed(decided, format)}
        </span>
        {facets.proposals > 0 && (
          <Button variant="default" size="xs" loading={accept.isPending} onClick={() => accept.mutate()}>
            {t.acceptAll}
          </Button>
        )}
        {decided > 0 && (
          <Button variant="default" size="xs" onClick={store.clear}>
            {t.discardEdits}
          </Button>
        )}
        <Button size="xs" disabled={decided === 0} loading={save.isPending} onClick={() => save.mutate()}>
          {info?.write ? t.saveCsv : t.downloadCsv}
        </Button>
      </div>
      {failure && <Failure error={failure} />}
      {save.data && (
        <Alert color="green" variant="outline" role="status" title={t.saved(save.data.changed, save.data.rows, format)}>
          <code>{save.data.file}</code>
        </Alert>
      )}
    </section>
  );
}
