import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { DocumentQuery } from '../../../src/studio/api.ts';
import { useDocuments } from '../data/documents.ts';
import type { Edits } from '../data/edits.ts';
import { useText } from '../messages/language.tsx';

const ROW_HEIGHT = 58;

interface ReviewListProps {
  readonly run: string;
  readonly query: DocumentQuery;
  readonly current: number;
  readonly edits: Edits;
  readonly onSelect: (index: number) => void;
}

/** The documents to review, with what has been decided. */
export function ReviewList({ run, query, current, edits, onSelect }: ReviewListProps) {
  const { t, format } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const total = useDocuments(run, query, 0, 0).total ?? 0;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  const visible = rows.getVirtualItems();
  const { at } = useDocuments(run, query, visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0);
  useEffect(() => {
    if (current < total) rows.scrollToIndex(current);
  }, [rows, current, total]);
  return (
    <section className="review-list" aria-label={t.documentsShown(total, format)} ref={scroller}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {visible.map(({ key, index, start }) => {
          const row = at(index);
          const edited = row && edits[row.id];
          const state = edited === undefined ? undefined : edited === row?.label ? 'kept' : 'changed';
          return (
            <button
              key={key}
              type="button"
              className="review-row"
              style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
              aria-current={index === current ? 'true' : undefined}
              onClick={() => onSelect(index)}
            >
              <span className="review-id">{row?.id ?? '…'}</span>
              <span className="review-label">
                {row && (edited ?? row.label)}
                {state && <span className="tag">{t.decisions[state]}</span>}
              </span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
