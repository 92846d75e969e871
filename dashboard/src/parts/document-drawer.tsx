import { Button, Drawer } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { DocumentQuery, DocumentRow } from '../../../src/studio/api.ts';
import { useDocuments } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';
import { AnswerView } from './answer-view.tsx';
import { FindingList } from './finding-list.tsx';
import { Picture } from './picture.tsx';
import { Waiting } from './states.tsx';

interface DocumentDrawerProps {
  readonly run: string;
  readonly query: DocumentQuery;
  /** Place among the documents of the query; undefined: closed. */
  readonly index: number | undefined;
  readonly onMove: (index: number | undefined) => void;
}

/** One document at full size with all that is known about it; arrow keys go on to its neighbours. */
export function DocumentDrawer({ run, query, index, onMove }: DocumentDrawerProps) {
  const { t, format } = useText();
  const { at, total = 0 } = useDocuments(run, query, index ?? 0, index ?? 0);
  const move = (by: number) => {
    if (index !== undefined) onMove(Math.min(total - 1, Math.max(0, index + by)));
  };
  useHotkeys([
    ['ArrowRight', () => move(1)],
    ['ArrowLeft', () => move(-1)],
  ]);
  const row = index === undefined ? undefined : at(index);
  return (
    <Drawer
      opened={index !== undefined}
      onClose={() => onMove(undefined)}
      position="right"
      size="min(64rem, 100%)"
      title={row?.id ?? t.loading}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t.close }}
      transitionProps={{ duration: 0 }}
    >
      <div className="drawer-moves">
        <Button variant="default" size="xs" onClick={() => move(-1)} disabled={!index}>
          ← {t.previous}
        </Button>
        <Button variant="default" size="xs" onClick={() => move(1)} disabled={(index ?? 0) >= total - 1}>
          {t.next} →
        </Button>
        <span className="soft small">
          {format.number((index ?? 0) + 1)} / {format.number(total)}
        </span>
      </div>
      {row ? <DocumentDetail run={run} row={row} /> : <Waiting />}
    </Drawer>
  );
}

function DocumentDetail({ run, row }: { readonly run: string; readonly row: DocumentRow }) {
  const { t, format } = useText();
  const { label, proposed, split, group, width, height, bytes } = row;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t.label, label || t.noLabel],
    [t.proposed, proposed],
    [t.split, split && t.splits[split]],
    [t.group, group],
    [t.image, width && height ? `${width} × ${height}${bytes ? `, ${format.bytes(bytes)}` : ''}` : undefined],
  ];
  return (
    <div className="document">
      <div className="document-picture">
        <Picture run={run} id={row.id} size="large" hasImage={row.hasImage} />
      </div>
      <div className="document-facts">
        <dl className="facts-list">
          {rows.map(([name, value]) =>
            value === undefined ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
        {row.base && <AnswerView title={t.baseAnswer} answer={row.base} />}
        {row.tuned && <AnswerView title={t.tunedAnswer} answer={row.tuned} />}
        <FindingList findings={row.findings} />
      </div>
    </div>
  );
}
