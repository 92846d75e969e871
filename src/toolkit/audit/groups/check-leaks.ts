import type { LabelledDocument, SplitName } from '../../model/dataset.ts';
import { type AuditEvent, type AuditOptions, type AuditTools, readAll } from '../audit.ts';
import { findLeaks, type LeakReport } from './find-leaks.ts';
import { groupDocuments } from './group-documents.ts';

/** A document of a split; ids are unique over all splits. */
export type LeakCandidate = Pick<LabelledDocument, 'id' | 'path' | 'bytes'> & { readonly split: SplitName };

export type LeakOptions = Pick<AuditOptions, 'concurrency' | 'signal'>;

/**
 * Looks for papers and images that are in several splits. Reads each image once, and each page when there is a reader; changes nothing.
 * Images that cannot be read are said in the events, listed in the report, and like no other.
 * Memory: about 25 KB a document.
 * @throws {OcrUnavailableError} when this machine cannot read text; the signal's reason.
 */
export async function* checkLeaks(
  documents: readonly LeakCandidate[],
  options: LeakOptions = {},
  tools: Pick<AuditTools, 'reader'> = {},
): AsyncGenerator<AuditEvent, LeakReport> {
  const read = new Map<string, Parameters<typeof groupDocuments>[0][number]>();
  const unreadable: string[] = [];
  const unlabelled = documents.map(({ split: _, ...document }) => ({ ...document, label: '' }));
  for await (const { document, page, print, problem } of readAll(unlabelled, options, tools)) {
    read.set(document.id, { ...(page && { page }), ...(print && { print }) });
    if (problem !== undefined) unreadable.push(document.id);
    yield {
      type: 'page-read',
      id: document.id,
      done: read.size,
      total: documents.length,
      ...(problem !== undefined && { problem }),
    };
  }
  const { groups } = groupDocuments(documents.map(({ id }) => read.get(id) ?? {}));
  return findLeaks(documents, groups, unreadable);
}
