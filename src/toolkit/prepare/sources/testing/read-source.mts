import type { LabelledDocument } from '../../../model/dataset.ts';
import type { DocumentSource, SkippedDocument, SourceNote } from '../source.ts';

/** Everything a source gives, its notes apart; the closing notes are not among them. */
export async function readSource(source: DocumentSource, signal?: AbortSignal) {
  const documents: LabelledDocument[] = [];
  const skipped: SkippedDocument[] = [];
  const notes: SourceNote[] = [];
  for await (const item of source.documents(signal)) {
    if (item.kind === 'document') documents.push(item.document);
    else if (item.kind === 'skipped') skipped.push(item.skipped);
    else notes.push(item.note);
  }
  return { documents, skipped, notes };
}

/** `id=label` of each document. */
export function idsAndLabels(documents: readonly LabelledDocument[]): string[] {
  return documents.map(({ id, label }) => `${id}=${label}`);
}
