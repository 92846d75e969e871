import { imageTokenRange, type TokenRange } from '../lib/image-token-range.ts';
import { textTokenRange } from '../lib/text-token-range.ts';
import { type DatasetDocument, type DatasetManifest, SPLITS, type SplitName } from '../model/dataset.ts';
import { formatAnswer } from '../model/task.ts';

/** How values are spread; all 0 when there are none. */
export interface Spread {
  readonly min: number;
  /** The lower one of two in the middle. */
  readonly median: number;
  readonly max: number;
}

export interface SplitStats {
  readonly documents: number;
  /** Groups of two or more documents. */
  readonly groups: number;
  /** Different labels. */
  readonly labels: number;
  /** Of the image files. */
  readonly bytes: number;
  /** Estimates: what one pass over the split takes. */
  readonly tokens: { readonly images: TokenRange; readonly texts: TokenRange; readonly total: TokenRange };
}

/** What a data set folder holds, counted. */
export interface DatasetStats {
  readonly name: string;
  readonly task: DatasetManifest['task']['kind'];
  readonly documents: number;
  readonly splits: Readonly<Record<SplitName, SplitStats>>;
  /** Documents by class and split, in the order of the task; empty for extraction. */
  readonly classes: readonly ({ readonly name: string } & Readonly<Record<SplitName, number>>)[];
  readonly groups: {
    /** With two or more documents. */
    readonly groups: number;
    /** Documents in such groups. */
    readonly documents: number;
    readonly largest: number;
  };
  readonly images: {
    readonly formats: Readonly<Record<string, { readonly images: number; readonly bytes: number }>>;
    /** Of all files. */
    readonly bytes: number;
    readonly bytesEach: Spread;
    /** Pixels. */
    readonly width: Spread;
    readonly height: Spread;
    readonly tokensEach: { readonly min: number; readonly max: number };
  };
  /** Documents of the source that could not be used, by code. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Counts a data set. Pure: the manifest alone is read. */
export function datasetStats(manifest: DatasetManifest): DatasetStats {
  const { documents, task } = manifest;
  const [train, validation, test] = SPLITS.map((split) =>
    splitStats(
      documents.filter((document) => document.split === split),
      manifest,
    ),
  ) as [SplitStats, SplitStats, SplitStats];
  const sizes = groupSizes(documents);
  return {
    name: manifest.name,
    task: task.kind,
    documents: documents.length,
    splits: { train, validation, test },
    classes: task.kind === 'classification' ? task.classes.map(({ name }) => countClass(name, documents)) : [],
    groups: {
      groups: sizes.length,
      documents: sum(sizes),
      largest: spread(sizes).max,
    },
    images: imageStats(documents),
    skipped: countBy(manifest.skipped, ({ code }) => code),
  };
}

function splitStats(documents: readonly DatasetDocument[], { prompts, task }: DatasetManifest): SplitStats {
  const images = addRanges(documents.map(({ width, height }) => imageTokenRange(width, height)));
  const texts = addRanges(
    documents.map(({ label }) => textTokenRange(`${prompts.system}${prompts.task}${formatAnswer(task, label)}`)),
  );
  return {
    documents: documents.length,
    groups: groupSizes(documents).length,
    labels: new Set(documents.map(({ label }) => label)).size,
    bytes: sum(documents.map(({ bytes }) => bytes)),
    tokens: { images, texts, total: addRanges([images, texts]) },
  };
}

function countClass(name: string, documents: readonly DatasetDocument[]) {
  const count = (split: SplitName) =>
    documents.reduce((found, document) => found + (document.split === split && document.label === name ? 1 : 0), 0);
  return { name, train: count('train'), validation: count('validation'), test: count('test') };
}

function imageStats(documents: readonly DatasetDocument[]): DatasetStats['images'] {
  const bytes = documents.map((document) => document.bytes);
  const tokens = documents.map(({ width, height }) => imageTokenRange(width, height));
  const formats = [...new Set(documents.map(({ format }) => format))].sort().map((format) => {
    const own = documents.filter((document) => document.format === format);
    return [format, { images: own.length, bytes: sum(own.map((document) => document.bytes)) }] as const;
  });
  return {
    formats: Object.fromEntries(formats),
    bytes: sum(bytes),
    bytesEach: spread(bytes),
    width: spread(documents.map(({ width }) => width)),
    height: spread(documents.map(({ height }) => height)),
    tokensEach: { min: spread(tokens.map(({ low }) => low)).min, max: spread(tokens.map(({ high }) => high)).max },
  };
}

/** Sizes of the groups with two or more documents. */
function groupSizes(documents: readonly DatasetDocument[]): number[] {
  const sizes = countBy(
    documents.filter(({ group }) => group !== undefined),
    ({ group }) => group ?? '',
  );
  return Object.values(sizes).filter((size) => size > 1);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function addRanges(ranges: readonly TokenRange[]): TokenRange {
  return { low: sum(ranges.map(({ low }) => low)), high: sum(ranges.map(({ high }) => high)) };
}
