import { Button, SegmentedControl } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { Change, DocumentQuery, DocumentRow } from '../../../src/studio/api.ts';
import { useDocuments, useFacets } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';
import type { Cell } from '../pages/scores-page.tsx';
import { AnswerView } from './answer-view.tsx';
import { DocumentDrawer } from './document-drawer.tsx';
import { Picture } from './picture.tsx';
import { Failure } from './states.tsx';

const ROW_HEIGHT = 148;
const CHANGES: readonly Change[] = ['fixed', 'broken', 'bothWrong', 'bothRight'];

interface AnswerExplorerProps {
  readonly run: string;
  readonly cell: Cell | undefined;
  readonly order: DocumentQuery;
  readonly onClear: () => void;
}

/** Documents with the answers of both models side by side: those of a cell, or all; by what tuning did to them. */
export function AnswerExplorer({ run, cell, order, onClear }: AnswerExplorerProps) {
  const { t, format } = useText();
  const { data: facets } = useFacets(run);
  const [change, setChange] = useState<Change | 'all'>('all');
  const [open, setOpen] = useState<number>();
  const query: DocumentQuery = { answered: true, ...order, ...cellQuery(cell), ...(change !== 'all' && { change }) };
  return (
    <>
      <div className="explorer-bar">
        <SegmentedControl
          size="xs"
          aria-label={t.outcome}
          value={change}
          onChange={(value) => setChange(value as Change | 'all')}
          data={[
            { value: 'all', label: t.all },
            ...CHANGES.map((value) => ({
              value,
              label: `${t.changes[value]} (${format.number(facets?.changes[value] ?? 0)})`,
            })),
          ]}
        />
        {cell && (
          <Button variant="default" size="xs" onClick={onClear}>
            {t.models[cell.model]}: {cell.truth} → {cell.predicted} ✕ <span className="hidden">{t.clearFilters}</span>
          </Button>
        )}
      </div>
      <Answers key={JSON.stringify(query)} run={run} query={query} onOpen={setOpen} />
      <DocumentDrawer run={run} query={query} index={open} onMove={setOpen} />
    </>
  );
}

function cellQuery(cell: Cell | undefined): DocumentQuery {
  if (!cell) return {};
  const { model, truth, predicted } = cell;
  const isOutcome = predicted === 'unreadable' || predicted === 'missing';
  return { model, label: truth, ...(isOutcome ? { outcome: predicted } : { predicted }) };
}

interface AnswersProps {
  readonly run: string;
  readonly query: DocumentQuery;
  readonly onOpen: (index: number) => void;
}

function Answers({ run, query, onOpen }: AnswersProps) {
  const { t, format } = useText();
  const scroller = useRef<HTMLElement>(null);
  const probe = useDocuments(run, query, 0, 0);
  const rows = useVirtualizer({
    count: probe.total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 3,
  });
  const visible = rows.getVirtualItems();
  const { at, error } = useDocuments(run, query, visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0);
  if (error) return <Failure error={error} />;
  return (
    <>
      <p className="soft small" role="status">
        {probe.total === undefined ? t.loading : t.documentsShown(probe.total, format)}
      </p>
      <section className="answers" aria-label={t.answers} ref={scroller}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {visible.map(({ key, index, start }) => (
            <div key={key} className="answer-row" style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}>
              <AnswerRow run={run} row={at(index)} onOpen={() => onOpen(index)} />
            </div>
          ))}
        </div>
      </section>
    </>
  );
}

interface AnswerRowProps {
  readonly run: string;
  readonly row: DocumentRow | undefined;
  readonly onOpen: () => void;
}

function AnswerRow({ run, row, onOpen }: AnswerRowProps) {
  const { t } = useText();
  if (!row) return <span className="soft">…</span>;
  return (
    <>
      <button type="button" className="answer-picture" onClick={onOpen} aria-label={t.openDocument(row.id)}>
        <Picture run={run} id={row.id} size="small" hasImage={row.hasImage} />
      </button>
      <div className="answer">
        <strong>{row.id}</strong>
        <div>
          <span className="soft">{t.truth}</span> {row.label}
        </div>
        {row.change && (
          <span className="status" data-tone={row.change}>
            <span className="status-dot" aria-hidden="true" /> {t.changes[row.change]}
          </span>
        )}
      </div>
      {row.base && <AnswerView title={t.base} answer={row.base} />}
      {row.tuned && <AnswerView title={t.tuned} answer={row.tuned} />}
    </>
  );
}
