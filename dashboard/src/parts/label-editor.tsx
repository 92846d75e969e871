import { Button, Kbd, NativeSelect, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { DocumentRow } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { FindingList } from './finding-list.tsx';
import { Picture } from './picture.tsx';

interface LabelEditorProps {
  readonly run: string;
  readonly row: DocumentRow;
  /** What a label may be, when the set is closed. */
  readonly classes: readonly string[] | undefined;
  /** Decided before. */
  readonly edited: string | undefined;
  readonly onDecide: (label: string) => void;
  readonly onMove: (by: number) => void;
}

/** One document and its label. Keys work wherever no text is typed; Enter ends typing and goes on. */
export function LabelEditor({ run, row, classes, edited, onDecide, onMove }: LabelEditorProps) {
  const { t } = useText();
  const [value, setValue] = useState(edited ?? row.label);
  const field = useRef<HTMLElement>(null);
  const { proposed } = row;
  const accept = () => proposed !== undefined && onDecide(proposed);
  useHotkeys([
    ['j', () => onMove(1)],
    ['ArrowDown', () => onMove(1)],
    ['k', () => onMove(-1)],
    ['ArrowUp', () => onMove(-1)],
    ['p', accept],
    ['x', () => onDecide(row.label)],
    ['e', () => field.current?.focus()],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || value.trim() === '') return;
    event.preventDefault();
    field.current?.blur();
    onDecide(value.trim());
  };
  return (
    <article className="editor" aria-label={row.id}>
      <div className="document-picture">
        <Picture run={run} id={row.id} size="large" hasImage={row.hasImage} />
      </div>
      <div className="document-facts">
        <h2>{row.id}</h2>
        <Labels label={row.label} proposed={proposed} />
        <LabelField field={field} row={row} classes={classes} value={value} onChange={setValue} onKeyDown={onKeyDown} />
        <div className="editor-buttons">
          <Button size="xs" disabled={value.trim() === ''} onClick={() => onDecide(value.trim())}>
            {t.takeLabel}
          </Button>
          {proposed !== undefined && (
            <Button size="xs" variant="default" onClick={accept}>
              {t.takeProposal}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => onDecide(row.label)}>
            {t.keepLabel}
          </Button>
        </div>
        <FindingList findings={row.findings} />
        <Keys />
      </div>
    </article>
  );
}

interface LabelFieldProps extends Pick<LabelEditorProps, 'row' | 'classes'> {
  readonly field: RefObject<HTMLElement | null>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** A choice where the set of classes is closed, else a line of text. */
function LabelField({ field, row, classes, value, onChange, onKeyDown }: LabelFieldProps) {
  const { t } = useText();
  const shared = {
    label: t.correctLabel,
    value,
    onKeyDown,
    ref: (node: HTMLElement | null) => {
      field.current = node;
    },
  };
  if (!classes) return <TextInput {...shared} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
  return (
    <NativeSelect
      {...shared}
      data={[...new Set([row.label, ...classes])]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

function Labels({ label, proposed }: { readonly label: string; readonly proposed: string | undefined }) {
  const { t } = useText();
  return (
    <dl className="facts-list">
      <div>
        <dt>{t.label}</dt>
        <dd>{label || t.noLabel}</dd>
      </div>
      {proposed !== undefined && (
        <div>
          <dt>{t.proposed}</dt>
          <dd>
            <strong>{proposed}</strong>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Keys() {
  const { t } = useText();
  const keys: readonly (readonly [string, string])[] = [
    ['j', t.next],
    ['k', t.previous],
    ['p', t.takeProposal],
    ['x', t.keepLabel],
    ['e', t.editLabel],
    ['Enter', t.takeLabel],
  ];
  return (
    <p className="keys soft small">
      {keys.map(([key, what]) => (
        <span key={key}>
          <Kbd size="xs">{key}</Kbd> {what}
        </span>
      ))}
    </p>
  );
}
