import type { SplitName } from '../model/dataset.ts';
import type { Severity } from '../model/finding.ts';
import type { Method, MethodLimits, TrainableModel } from '../model/nova.ts';
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

/** Takes the violations of the rule that is being asked. */
export type Report = (violation: Violation) => void;

/** What is known of the data set as a whole before its records are read. */
export interface SetContext {
  readonly model: TrainableModel;
  readonly method: Method;
  readonly limits: MethodLimits;
  /** Bucket that the JSON Lines files are in, or will be. Unknown for a lone local file. */
  readonly bucket?: string | undefined;
  /** Whether records are repeated on purpose. */
  readonly repeats: boolean;
}

/** What is known besides the record itself. */
export interface RecordContext extends SetContext {
  /** By JSON pointer of the content block; empty when media cannot be looked at. */
  readonly media: ReadonlyMap<string, MediaFacts>;
}

/** Looks at one record alone. */
export interface RecordRule extends Rule {
  check(record: RecordView, context: RecordContext, report: Report): void;
}

/** Compares one image, video or document of a record with its file. */
export interface MediaRule extends Rule {
  check(media: MediaView, facts: MediaFacts, context: SetContext, report: Report): void;
}

export type TrainingSplit = Exclude<SplitName, 'test'>;

export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** One record and where it stands. */
export interface PlacedRecord extends Place {
  readonly view: RecordView;
  readonly split: TrainingSplit;
  /** Where the same record stands earlier in this split. */
  readonly copyOf?: Place | undefined;
  /** Where the same record stands in the other split. */
  readonly copyInOtherSplit?: Place | undefined;
}

/** A file that has been read to its end. */
export interface FinishedFile {
  readonly file: string;
  readonly split: TrainingSplit;
  readonly records: number;
  readonly bytes: number;
}

/** Looks at all records of all files together. State lives in what `start` returns and must not grow with the data beyond a stated bound. */
export interface SetRule extends Rule {
  start(context: StartContext): SetCheck;
}

export interface StartContext extends SetContext {
  /** More files than one are compared. */
  readonly severalFiles: boolean;
  /** The files have names that a job will see. */
  readonly named: boolean;
  /** Region of the bucket that the files were read from. */
  readonly bucketRegion?: string | undefined;
}

export interface SetCheck {
  /** Violations are placed at this record. */
  record?(record: PlacedRecord, report: Report): void;
  /** After the last file; violations are placed at the file they name. */
  end?(files: readonly FinishedFile[]): Iterable<Violation & { readonly file: string }>;
}

/** Sources that several rules share. */
export const SOURCES = {
  novaGuide: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html',
  nova2Guide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/nova-2-sft-data-prep.html',
  canvasGuide: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-creative-content.html',
  rftGuide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/rft-prepare-data.html',
  distillationGuide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/prequisites-model-distillation.html',
  customizationGuide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-fine-tuning.html',
  awsValidator:
    'https://github.com/aws-samples/amazon-nova-samples/tree/main/customization/bedrock-finetuning/understanding/dataset_validation',
  forgeSdk: 'https://github.com/aws/nova-forge-sdk',
  jsonLines: 'https://jsonlines.org/',
} as const;
