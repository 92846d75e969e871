import type { ImageFormat } from './example.ts';
import type { Finding } from './finding.ts';
import type { Prompts, Task } from './task.ts';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** One input image with its label, before it becomes an example. */
export interface LabelledDocument {
  /** Unique within the source, stable across runs, e.g. `letter/0001.png`. */
  readonly id: string;
  /** Absolute path of the image file; a name to show when `bytes` is present. */
  readonly path: string;
  /** Reads an image that is no file of its own, e.g. one in a table; read instead of `path`. May be called more than once. Rejects with a `DataError` when this one image cannot be used: the document is skipped. */
  readonly bytes?: () => Promise<Uint8Array>;
  readonly label: string;
  /** Documents of one group never part across splits. */
  readonly group?: string;
}

/** One image of a prepared data set. */
export interface DatasetDocument {
  /** Id in the source. */
  readonly id: string;
  /** Path inside the data set folder with `/`, content-addressed: `images/<sha256 prefix>.png`. */
  readonly image: string;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** Bytes of the image file. */
  readonly bytes: number;
  /** Of the image file's bytes, hex. */
  readonly sha256: string;
  readonly label: string;
  readonly group?: string;
  readonly split: SplitName;
}

/** How images were made ready; hashed so that inference can tell whether it asks the way it was trained. */
export interface ImageRecipe {
  /** Longest side in pixels; larger images are shrunk. */
  readonly maxSide: number;
  /** Encoding of images that had to be converted; `auto`: PNG, or JPEG where that is several times smaller, as for photos. */
  readonly format: ImageFormat | 'auto';
}

/** `manifest.json` of a data set folder: what it holds and how it was made. Written last, so a folder without it is unfinished. */
export interface DatasetManifest {
  readonly version: 1;
  readonly name: string;
  readonly task: Task;
  readonly prompts: Prompts;
  readonly imageRecipe: ImageRecipe;
  /** sha256 over task, prompts and image recipe. */
  readonly recipeHash: string;
  readonly seed: number;
  /** Where the documents came from, as given by the user. */
  readonly source: { readonly kind: string; readonly location: string };
  readonly counts: Readonly<Record<SplitName, number>>;
  /** Per class (classification) or empty. */
  readonly classCounts: Readonly<Record<string, Readonly<Record<SplitName, number>>>>;
  /** Documents of the source that could not be used, with the reason; never silently dropped. */
  readonly skipped: readonly { readonly id: string; readonly code: string; readonly message: string }[];
  /** What is worth knowing about documents that are used, such as pages left out; absent when there is nothing. `file` is the document's id. */
  readonly findings?: readonly Finding[];
  readonly documents: readonly DatasetDocument[];
  /** Where images live once uploaded, `s3://bucket/prefix/` — the URIs in the JSON Lines files point here. */
  readonly s3Prefix: string;
  readonly bucketOwner?: string;
  /** sha256 of each file besides images and this one, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Names inside a data set folder. */
export const DATASET_FILES = {
  manifest: 'manifest.json',
  train: 'train.jsonl',
  validation: 'validation.jsonl',
  images: 'images',
  testLabels: 'test/labels.json',
  updated: 'updated_dataset.json',
} as const;
