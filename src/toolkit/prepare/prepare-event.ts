import type { SplitName } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import type { SourceNote } from './sources/source.ts';

export type PrepareEvent =
  /** Something worth knowing about the source, such as the text encoding that was taken. */
  | { readonly type: 'source-note'; readonly note: SourceNote }
  /** Something about labels or a document that is used all the same; kept in the manifest. */
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'documents-found'; readonly total: number }
  | {
      readonly type: 'document-done';
      readonly id: string;
      /** `reused`: an earlier run had made the image ready. */
      readonly outcome: 'kept' | 'converted' | 'reused' | 'skipped';
      /** Why it was skipped. */
      readonly message?: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'documents-split'; readonly counts: Readonly<Record<SplitName, number>> }
  | {
      readonly type: 'dataset-done';
      readonly folder: string;
      readonly skipped: number;
      /** The folder held this very data set already; nothing was written. */
      readonly unchanged: boolean;
    };
