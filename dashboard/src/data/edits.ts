import { useCallback, useEffect, useState } from 'react';

/** Labels as the reviewer wants them, by document; a label kept as it was is there too, so that it counts as looked at. */
export type Edits = Readonly<Record<string, string>>;

interface EditsStore {
  readonly edits: Edits;
  readonly set: (changes: Edits) => void;
  readonly clear: () => void;
}

/** Edits outlive a reload of the page, not the tab: they are on disk only once they are saved. */
export function useEdits(run: string): EditsStore {
  const key = `novatune-studio-edits-${run}`;
  const [edits, setEdits] = useState<Edits>(() => JSON.parse(sessionStorage.getItem(key) ?? '{}') as Edits);
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(edits)), [key, edits]);
  const set = useCallback((changes: Edits) => setEdits((known) => ({ ...known, ...changes })), []);
  const clear = useCallback(() => setEdits({}), []);
  return { edits, set, clear };
}
