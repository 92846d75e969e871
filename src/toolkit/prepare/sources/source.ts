import type { LabelledDocument } from '../../model/dataset.ts';

/** A document of the source that cannot be used, with the reason. */
export interface SkippedDocument {
  /** Id the document has, or would have had. */
  readonly id: string;
  /** Stable, kebab-case, e.g. `image-missing`. */
  readonly code: string;
  readonly message: string;
}

/** Something worth knowing about the source as a whole, such as the text encoding that was taken. */
export interface SourceNote {
  /** Stable, kebab-case, e.g. `text-encoding`. */
  readonly code: string;
  readonly message: string;
}

/** What a source gives: one item per document in a stable order, and notes between them. */
export type SourceItem = DocumentItem | { readonly kind: 'note'; readonly note: SourceNote };

/** A document, or why it cannot be used. */
export type DocumentItem =
  | { readonly kind: 'document'; readonly document: LabelledDocument }
  | { readonly kind: 'skipped'; readonly skipped: SkippedDocument };

/** Where labelled documents come from. A new source is one file beside this one that returns such an object. */
export interface DocumentSource {
  /** Kebab-case, kept in the manifest, e.g. `image-folder`. */
  readonly kind: string;
  /** As the user gave it. */
  readonly location: string;
  /** Every document once, in an order that depends on the content of the source alone. Can be called again. */
  documents(signal?: AbortSignal): AsyncIterable<SourceItem>;
  /** Names of the closed set of classes, in the order of their numbers, when the data itself states them. */
  classNames?(signal?: AbortSignal): Promise<readonly string[] | undefined>;
  /** What is known only after the images were read, such as the bytes that took. */
  closingNotes?(): readonly SourceNote[];
}
