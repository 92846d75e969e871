import type { SplitName } from '../model/dataset.ts';
import type { Severity } from '../model/finding.ts';
import type { NovaModel } from '../model/nova.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaView, RecordView } from './record-view.ts';

/** What every rule says about itself. One rule, one code, one file. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** What to do about it, one sentence. */
  readonly remedy: string;
  /** Where the rule is documented. */
  readonly source: string;
}

/** One breach of a rule. Severity and remedy override the rule's own where a case needs it. */
export interface Violation {
  readonly message: string;
  /** JSON pointer inside the record; absent when the record as a whole is meant. */
  readonly pointer?: string;
  readonly severity?: Severity;
  readonly remedy?: string;
}

/** What is known besides the record itself. */
export interface RecordContext {
  readonly model: NovaModel;
  /** Bucket that the JSON Lines file is in, or will be. Unknown for a lone local file. */
  readonly bucket?: string | undefined;
  /** By JSON pointer of the content block; empty when media cannot be looked at. */
  readonly media: ReadonlyMap<string, MediaFacts>;
}

/** Looks at one record alone. */
export interface RecordRule extends Rule {
  check(record: RecordView, context: RecordContext): Iterable<Violation>;
}

/** Compares one image of a record with its file. */
export interface MediaRule extends Rule {
  check(media: MediaView, facts: MediaFacts): Iterable<Violation>;
}

export type TrainingSplit = Exclude<SplitName, 'test'>;

/** One record and where it stands. */
export interface PlacedRecord {
  readonly view: RecordView;
  /** SHA-256 of the line, base64. */
  readonly hash: string;
  readonly split: TrainingSplit;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** A file that has been read to its end. */
export interface FinishedFile {
  readonly file: string;
  readonly split: TrainingSplit;
  readonly records: number;
}

/** Looks at all records of all files together. State lives in what `start` returns and must not grow with the data beyond a stated bound. */
export interface SetRule extends Rule {
  start(model: NovaModel): SetCheck;
}

export interface SetCheck {
  /** Violations are placed at this record. */
  record?(record: PlacedRecord): Iterable<Violation>;
  /** After the last file; violations are placed at the file they name. */
  end?(files: readonly FinishedFile[]): Iterable<Violation & { readonly file: string }>;
}

/** Sources that several rules share. */
export const SOURCES = {
  novaGuide: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html',
  nova2Guide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/nova-2-sft-data-prep.html',
  awsValidator:
    'https://github.com/aws-samples/amazon-nova-samples/tree/main/customization/bedrock-finetuning/understanding/dataset_validation',
  forgeSdk: 'https://github.com/aws/nova-forge-sdk',
  jsonLines: 'https://jsonlines.org/',
} as const;
