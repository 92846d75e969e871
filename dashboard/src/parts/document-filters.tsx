import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { Change, DocumentFacets, DocumentQuery, SplitName } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';

interface DocumentFiltersProps {
  readonly facets: DocumentFacets;
  readonly query: DocumentQuery;
  readonly onChange: (query: DocumentQuery) => void;
}

/** Milliseconds without a key before a text is searched for. */
const TYPING_MS = 250;

/** What of the documents is shown; each choice says how many there are. */
export function DocumentFilters({ facets, query, onChange }: DocumentFiltersProps) {
  const { t } = useText();
  const [text, setText] = useState(query.text ?? '');
  const search = useDebouncedCallback((value: string) => onChange(without({ ...query, text: value })), TYPING_MS);
  const set = (change: { readonly [Key in keyof DocumentQuery]: string }) =>
    onChange(without({ ...query, ...change } as DocumentQuery));
  const changes = Object.entries(facets.changes).filter(([, count]) => count > 0);
  return (
    <search className="filters" aria-label={t.filters}>
      <Choice
        label={t.split}
        value={query.split}
        counts={facets.splits}
        name={(split) => t.splits[split as SplitName]}
        onChange={(split) => set({ split })}
      />
      <Choice label={t.label} value={query.label} counts={facets.labels} onChange={(label) => set({ label })} />
      <Choice label={t.finding} value={query.code} counts={facets.codes} onChange={(code) => set({ code })} />
      <Choice
        label={t.outcome}
        value={query.change}
        counts={Object.fromEntries(changes)}
        name={(change) => t.changes[change as Change]}
        onChange={(change) => set({ change })}
      />
      <TextInput
        label={t.search}
        placeholder={t.searchHint}
        size="xs"
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          search(currentTarget.value);
        }}
      />
      {Object.keys(query).length > 0 && (
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            setText('');
            onChange({});
          }}
        >
          {t.clearFilters}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly name?: (value: string) => string;
  readonly onChange: (value: string) => void;
}

/** Left out when there is nothing to choose from. */
function Choice({ label, value = '', counts, name = (given) => given, onChange }: ChoiceProps) {
  const { t, format } = useText();
  const values = Object.entries(counts);
  if (values.length === 0) return null;
  return (
    <NativeSelect
      label={label}
      size="xs"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: '', label: t.all },
        ...values.map(([given, count]) => ({ value: given, label: `${name(given)} (${format.number(count)})` })),
      ]}
    />
  );
}

/** An empty choice does not filter. */
const without = (query: DocumentQuery): DocumentQuery =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) as DocumentQuery;
