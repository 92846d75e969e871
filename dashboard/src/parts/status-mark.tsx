import type { ReactNode } from 'react';

/** A word with a coloured dot: the colour never speaks alone. */
export function StatusMark({ tone, children }: { readonly tone: string; readonly children: ReactNode }) {
  return (
    <span className="status" data-tone={tone}>
      <span className="status-dot" aria-hidden="true" />
      {children}
    </span>
  );
}
