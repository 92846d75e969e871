import { sha256Hex } from '../lib/hash.ts';
import { DATASET_FILES, type DatasetDocument, type DatasetManifest, type SplitName } from '../model/dataset.ts';
import { EXAMPLE_SCHEMA_VERSION, type Example } from '../model/example.ts';
import type { Finding } from '../model/finding.ts';
import { formatAnswer } from '../model/task.ts';
import type { PreparePlan } from './prepare-options.ts';
import type { SkippedDocument } from './sources/source.ts';

/** A data set as the texts of its files, by name inside the folder. The manifest stands apart because it is written last. */
export interface DatasetContent {
  readonly manifest: DatasetManifest;
  readonly manifestText: string;
  readonly files: ReadonlyMap<string, string>;
}

/** What has become of the documents of the source. */
export interface CollectedContent {
  readonly documents: readonly DatasetDocument[];
  readonly skipped: readonly SkippedDocument[];
  readonly findings: readonly Finding[];
}

/**
 * Lays out the files of a data set. Pure: equal input gives equal bytes.
 * Memory: the texts, some 2 KB a document for our own prompts, so 40 MB for 20,000 documents.
 */
export function planDatasetContent(
  plan: PreparePlan,
  source: DatasetManifest['source'],
  { documents, skipped, findings }: CollectedContent,
): DatasetContent {
  const files = new Map<string, string>();
  files.set(DATASET_FILES.train, jsonLines(plan, documents, 'train'));
  const validation = jsonLines(plan, documents, 'validation');
  if (validation !== '') files.set(DATASET_FILES.validation, validation);
  const test = documents.filter((document) => document.split === 'test');
  if (test.length > 0) files.set(DATASET_FILES.testLabels, json(Object.fromEntries(test.map(fileNameAndLabel))));
  files.set(DATASET_FILES.updated, json(documents.map((document) => updatedRecord(plan, document))));
  const manifest: DatasetManifest = {
    version: 1,
    name: plan.name,
    task: plan.task,
    prompts: plan.prompts,
    imageRecipe: plan.imageRecipe,
    recipeHash: plan.recipeHash,
    seed: plan.seed,
    source,
    counts: countSplits(documents),
    classCounts: countClasses(plan, documents),
    skipped,
    ...(findings.length === 0 ? {} : { findings }),
    documents,
    s3Prefix: plan.s3Prefix,
    ...(plan.bucketOwner === undefined ? {} : { bucketOwner: plan.bucketOwner }),
    files: Object.fromEntries([...files].map(([name, text]) => [name, sha256Hex(text)])),
  };
  return { manifest, manifestText: json(manifest), files };
}

/** One record of a training file. The image stands before the question, as the Nova guide advises. */
export function toExample(
  plan: Pick<PreparePlan, 'task' | 'prompts' | 's3Prefix' | 'bucketOwner'>,
  document: DatasetDocument,
): Example {
  const owner = plan.bucketOwner === undefined ? {} : { bucketOwner: plan.bucketOwner };
  const s3Location = { uri: `${plan.s3Prefix}${document.image}`, ...owner };
  return {
    schemaVersion: EXAMPLE_SCHEMA_VERSION,
    system: [{ text: plan.prompts.system }],
    messages: [
      {
        role: 'user',
        content: [{ image: { format: document.format, source: { s3Location } } }, { text: plan.prompts.task }],
      },
      { role: 'assistant', content: [{ text: formatAnswer(plan.task, document.label) }] },
    ],
  };
}

/** Records in a seeded order, so that classes are mixed whatever the order of the source. */
function jsonLines(plan: PreparePlan, documents: readonly DatasetDocument[], split: SplitName): string {
  return documents
    .filter((document) => document.split === split)
    .map((document) => ({ document, order: sha256Hex(`${plan.seed}\norder\n${document.id}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ document }) => `${JSON.stringify(toExample(plan, document))}\n`)
    .join('');
}

/** `labels.json` of the reference guide: image file to label. Relative to the folder of images. */
function fileNameAndLabel(document: DatasetDocument): readonly [string, string] {
  return [document.image.slice(DATASET_FILES.images.length + 1), document.label];
}

/** One entry of `updated_dataset.json`: where each document of the source went. */
function updatedRecord(plan: PreparePlan, document: DatasetDocument) {
  const { id, image, label, split, group } = document;
  return {
    id,
    image_path: image,
    image_uri: `${plan.s3Prefix}${image}`,
    label,
    split,
    ...(group === undefined ? {} : { group }),
  };
}

export function countSplits(documents: readonly Pick<DatasetDocument, 'split'>[]): Readonly<Record<SplitName, number>> {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const { split } of documents) counts[split] += 1;
  return counts;
}

function countClasses(plan: PreparePlan, documents: readonly DatasetDocument[]): DatasetManifest['classCounts'] {
  if (plan.task.kind !== 'classification') return {};
  const byLabel = new Map<string, DatasetDocument[]>(plan.task.classes.map(({ name }) => [name, []]));
  for (const document of documents) byLabel.get(document.label)?.push(document);
  return Object.fromEntries([...byLabel].map(([name, members]) => [name, countSplits(members)]));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Every file name that a data set may have besides its images and manifest. */
export const CONTENT_FILES: readonly string[] = [
  DATASET_FILES.train,
  DATASET_FILES.validation,
  DATASET_FILES.testLabels,
  DATASET_FILES.updated,
];
