import type { GateOptions } from '../evaluate/index.ts';
import type { ImageRecipe } from '../model/dataset.ts';
import type { Prompts, Task } from '../model/task.ts';
import type {
  HubAccess,
  HuggingFaceOptions,
  ImageFolderOptions,
  ImagesAndCsvOptions,
  JsonlManifestOptions,
  ParquetOptions,
  SavedDatasetOptions,
  SplitSize,
} from '../prepare/index.ts';
import type { Hyperparameters } from '../train/index.ts';

/** Where documents and labels come from. */
export type RecipeSource =
  | ({ readonly kind: 'image-folder'; readonly folder: string } & ImageFolderOptions & RecipePdf)
  | ({ readonly kind: 'images-and-csv'; readonly labels: string } & Omit<ImagesAndCsvOptions, 'csv'> & RecipePdf)
  | ({ readonly kind: 'jsonl-manifest' } & JsonlManifestOptions & RecipePdf)
  | ({ readonly kind: 'hugging-face' } & Omit<HuggingFaceOptions, keyof HubAccess | 'attempts' | 'delayMs'>)
  | ({ readonly kind: 'parquet' } & ParquetOptions)
  | ({ readonly kind: 'arrow' } & SavedDatasetOptions);

export interface RecipePdf {
  /** Which pages of PDF files are documents. Default `first`. */
  readonly pdfPages?: 'first' | 'all';
}

/** How labels are audited. */
export interface RecipeAudit {
  /** 0 to 1. Default 0.05. */
  readonly maxFlaggedShare?: number;
  /** What the label is, in the page's words. Default: the task's field. */
  readonly fieldDescription?: string;
}

/** A whole run as data: from images and labels to a report. Paths are absolute. */
export interface Recipe {
  /** Name of the run, also the stem of all names in the cloud: 1 to 48 letters and digits with single hyphens between them. Unique per account. */
  readonly name: string;
  /** Heading of the report. */
  readonly title: string;
  readonly source: RecipeSource;
  readonly task: Task;
  /** What the labels of the source stand for. Default: themselves. */
  readonly labelMapping?: Readonly<Record<string, string>>;
  /** Default: our own words for the task. */
  readonly prompts?: Prompts;
  readonly imageRecipe?: Partial<ImageRecipe>;
  /** Decides the split. Default 0. */
  readonly seed?: number;
  readonly split?: { readonly validation?: SplitSize; readonly test?: SplitSize };
  /** Largest share of documents that may be unusable, 0 to 1. Default 0.1. */
  readonly maxSkippedShare?: number;
  /** Created, private and tagged, when it does not exist. */
  readonly bucket: string;
  /** Short name or id. Default `nova-lite`. */
  readonly baseModel?: string;
  /** What is not given follows AWS's advice for the number of rows. */
  readonly hyperparameters?: Hyperparameters;
  /** An existing role that Bedrock works as. Default: one of our own with least privilege. */
  readonly roleArn?: string;
  /** Default `deployment`: on demand, nothing billed while idle. */
  readonly endpoint?: 'deployment' | 'throughput';
  /** Of provisioned throughput. Default 1. */
  readonly modelUnits?: number;
  /** The cloud deletes the endpoint by itself after this, milliseconds. Default: never. */
  readonly ttlMs?: number;
  /** Most tokens of an answer. Default 256. */
  readonly maxTokens?: number;
  /** Calls to a model at once, at most. Default 64; how many there are follows what the service takes. */
  readonly concurrency?: number;
  /** Calls per minute to a model, at most. Default: what the service takes. */
  readonly requestsPerMinute?: number;
  /** Milliseconds between looks at jobs and endpoints. Default 30,000. */
  readonly pollIntervalMs?: number;
  /** Check the labels before anything is paid for; the run ends when more than `maxFlaggedShare` (default 0.05) of them are flagged. Default: no audit. */
  readonly audit?: RecipeAudit | false;
  /** What the tuned model has to show; else the run ends with an error after its report. Default: nothing. */
  readonly gate?: GateOptions;
  readonly report?: {
    /** Leaves images and document text out of the page. Default false. */
    readonly redact?: boolean;
  };
  /** USD. A run whose estimate may exceed this is refused before anything is paid. Default: no limit. */
  readonly maxCost?: number;
  /** Delete everything in the cloud at the end. Default false. */
  readonly cleanup?: boolean;
}
