import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { DocumentQuery, DocumentRow } from '../../../src/studio/api.ts';
import { useDocuments } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';
import { Picture } from './picture.tsx';
import { Failure, Waiting } from './states.tsx';

const TILE = { width: 180, height: 236 };

interface DocumentGridProps {
  readonly run: string;
  readonly query: DocumentQuery;
  readonly onOpen: (index: number) => void;
}

/** Small pictures of all documents; only the rows in view, and two beside them, are in the page. */
export function DocumentGrid({ run, query, onOpen }: DocumentGridProps) {
  const { t, format } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize();
  const box = useMergedRef(scroller, sized);
  const columns = Math.max(1, Math.floor(width / TILE.width));
  const probe = useDocuments(run, query, 0, 0);
  const total = probe.total ?? 0;
  const rows = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => TILE.height,
    overscan: 2,
  });
  const visible = rows.getVirtualItems();
  const first = (visible[0]?.index ?? 0) * columns;
  const last = Math.min(total, ((visible.at(-1)?.index ?? 0) + 1) * columns) - 1;
  const documents = useDocuments(run, query, first, Math.max(first, last));
  if (documents.error) return <Failure error={documents.error} />;
  return (
    <>
      <p className="soft small" role="status">
        {probe.total === undefined ? t.loading : t.documentsShown(total, format)}
      </p>
      <div className="grid-box" ref={box}>
        {probe.total === undefined && <Waiting />}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {visible.map((row) => (
            <div
              key={row.key}
              className="grid-row"
              style={{ transform: `translateY(${row.start}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }}
            >
              {indexes(row.index * columns, columns, total).map((index) => (
                <Tile key={index} run={run} row={documents.at(index)} onOpen={() => onOpen(index)} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

interface TileProps {
  readonly run: string;
  readonly row: DocumentRow | undefined;
  readonly onOpen: () => void;
}

function Tile({ run, row, onOpen }: TileProps) {
  const { t } = useText();
  if (!row) return <span className="tile tile-waiting" />;
  const worst = row.findings.find(({ severity }) => severity === 'error') ?? row.findings[0];
  return (
    <button type="button" className="tile" onClick={onOpen} title={row.id}>
      <span className="tile-picture">
        <Picture run={run} id={row.id} size="small" hasImage={row.hasImage} />
      </span>
      <span className="tile-label">{row.label || t.noLabel}</span>
      <span className="tile-marks">
        {row.split && <span className="tag">{t.splits[row.split]}</span>}
        {row.change && (
          <span className="status" data-tone={row.change}>
            <span className="status-dot" aria-hidden="true" /> {t.changes[row.change]}
          </span>
        )}
        {worst && (
          <span className="status" data-tone={worst.severity}>
            <span className="status-dot" aria-hidden="true" /> {t.findingsCount(row.findings.length)}
          </span>
        )}
      </span>
    </button>
  );
}

const indexes = (start: number, count: number, total: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, index) => start + index);
