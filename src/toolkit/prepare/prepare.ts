import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import type { Dataset } from '../model/artifacts.ts';
import { DATASET_FILES, type DatasetDocument, type LabelledDocument, type SplitName } from '../model/dataset.ts';
import {
  checkEnoughUsable,
  checkLabel,
  leaveOutCopies,
  type ReadyDocument,
  readyDocument,
} from './collect-documents.ts';
import { CONTENT_FILES, type DatasetContent, planDatasetContent } from './dataset-content.ts';
import { datasetExists, differenceOf, findExisting } from './existing-dataset.ts';
import { ImageJournal } from './image-journal.ts';
import { deleteOtherImages, findImage, makeImagesFolder, type StoredImage, storeImage } from './image-store.ts';
import { type PrepareOptions, type PreparePlan, planPrepare } from './prepare-options.ts';
import type { DocumentItem, DocumentSource, SkippedDocument, SourceNote } from './sources/source.ts';
import { assignSplits } from './split.ts';

export type PrepareEvent =
  /** Something worth knowing about the source, such as the text encoding that was taken. */
  | { readonly type: 'source-note'; readonly note: SourceNote }
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

/**
 * Makes a data set folder out of labelled documents: images, training files, test labels, manifest.
 *
 * Equal sources, options and seed give byte-identical files. An interrupted run goes on where it was; a finished data set of
 * other content is not touched unless `replace` is set. The manifest is written last, so a folder without one is unfinished.
 * Memory: `concurrency` images at a time (see there) plus some 3 KB a document.
 *
 * @throws InputError for options, sources and folders that cannot be used (`dataset-exists`, `folder-not-empty`, …)
 * @throws DataError `no-documents`, `too-many-skipped`, `manifest-invalid`
 */
export async function* prepare(
  source: DocumentSource,
  options: PrepareOptions,
): AsyncGenerator<PrepareEvent, Dataset, undefined> {
  const { signal } = options;
  const plan = { ...planPrepare(options), folder: resolve(options.folder) };
  const origin = { kind: source.kind, location: source.location };
  const existing = await findExisting(plan.folder);
  const protects = existing !== undefined && !plan.replace;
  if (protects) {
    const difference = differenceOf(plan, origin, existing.manifest);
    if (difference !== undefined) throw datasetExists(plan.folder, difference);
  } else {
    await makeImagesFolder(plan.folder);
  }
  const journal = await ImageJournal.open(plan.folder);
  const items = yield* listItems(source, signal);
  yield { type: 'documents-found', total: items.length };

  const collected = yield* collect(items, plan, journal, protects, signal);
  for (const note of source.closingNotes?.() ?? []) yield { type: 'source-note', note };
  const usable = leaveOutCopies(collected.documents);
  const skipped = [...collected.skipped, ...usable.skipped];
  checkEnoughUsable(usable.documents.length, skipped, plan.maxSkippedShare);
  const content = planDatasetContent(plan, origin, splitAll(usable.documents, plan), skipped);
  yield { type: 'documents-split', counts: content.manifest.counts };

  const unchanged = existing?.text === content.manifestText;
  if (protects && !unchanged) throw datasetExists(plan.folder, 'other documents, labels or splits');
  if (!unchanged) await write(plan.folder, content, journal, collected.journalKeys);
  yield { type: 'dataset-done', folder: plan.folder, skipped: skipped.length, unchanged };
  return { folder: plan.folder, manifest: content.manifest };
}

async function* listItems(
  source: DocumentSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<PrepareEvent, DocumentItem[], undefined> {
  const items: DocumentItem[] = [];
  for await (const item of source.documents(signal)) {
    if (item.kind === 'note') yield { type: 'source-note', note: item.note };
    else items.push(item);
  }
  return items;
}

interface Collected {
  readonly documents: readonly ReadyDocument[];
  readonly skipped: readonly SkippedDocument[];
  readonly journalKeys: readonly string[];
}

/** Makes every image ready, or, when the folder is protected, only looks up what is there. */
async function* collect(
  items: readonly DocumentItem[],
  plan: PreparePlan,
  journal: ImageJournal,
  protects: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<PrepareEvent, Collected, undefined> {
  const documents: ReadyDocument[] = [];
  const skipped: SkippedDocument[] = [];
  const journalKeys: string[] = [];
  const work = async (item: DocumentItem) =>
    collectOne(item, plan, (document) => image(document, plan, journal, protects));
  let done = 0;
  for await (const result of mapOrdered(items, work, { concurrency: plan.concurrency, ...(signal && { signal }) })) {
    done += 1;
    if (result.journalKey !== undefined) journalKeys.push(result.journalKey);
    if (result.document !== undefined) documents.push(result.document);
    if (result.skipped !== undefined) skipped.push(result.skipped);
    const message = result.skipped === undefined ? {} : { message: result.skipped.message };
    yield { type: 'document-done', id: result.id, outcome: result.outcome, ...message, done, total: items.length };
  }
  return { documents, skipped, journalKeys };
}

interface CollectedOne {
  readonly id: string;
  readonly outcome: StoredImage['work'];
  readonly document?: ReadyDocument;
  readonly skipped?: SkippedDocument;
  readonly journalKey?: string;
}

async function collectOne(
  item: DocumentItem,
  plan: PreparePlan,
  store: (document: LabelledDocument) => Promise<StoredImage>,
): Promise<CollectedOne> {
  if (item.kind === 'skipped') return { id: item.skipped.id, outcome: 'skipped', skipped: item.skipped };
  const { document } = item;
  const unusable = checkLabel(document, plan.task);
  if (unusable !== undefined) return { id: document.id, outcome: 'skipped', skipped: unusable };
  const { outcome, work, journalKey } = await store(document);
  const key = journalKey === undefined ? {} : { journalKey };
  if (outcome.kind === 'ready')
    return { id: document.id, outcome: work, document: readyDocument(document, outcome), ...key };
  const skipped = { id: document.id, code: outcome.code, message: outcome.message };
  return { id: document.id, outcome: 'skipped', skipped, ...key };
}

async function image(
  document: LabelledDocument,
  plan: PreparePlan,
  journal: ImageJournal,
  protects: boolean,
): Promise<StoredImage> {
  if (!protects) return storeImage(document, plan, journal);
  const found = await findImage(document, plan, journal);
  if (found === undefined) throw datasetExists(plan.folder, 'other images');
  return found;
}

function splitAll(documents: readonly ReadyDocument[], plan: PreparePlan): DatasetDocument[] {
  const candidates = documents.map(({ id, label, group }) => ({
    id,
    stratum: plan.task.kind === 'classification' ? label : '',
    ...(group === undefined ? {} : { group }),
  }));
  const splits = assignSplits(candidates, { seed: plan.seed, ...plan.split });
  return documents.map((document) => ({ ...document, split: splits.get(document.id) ?? 'train' }));
}

async function write(
  folder: string,
  content: DatasetContent,
  journal: ImageJournal,
  journalKeys: readonly string[],
): Promise<void> {
  // From here to the last line the folder counts as unfinished.
  await rm(join(folder, DATASET_FILES.manifest), { force: true });
  for (const name of CONTENT_FILES) {
    const text = content.files.get(name);
    if (text === undefined) await rm(join(folder, name), { force: true });
    else await writeFileAtomic(join(folder, name), text);
  }
  await deleteOtherImages(folder, new Set(content.manifest.documents.map((document) => document.image)));
  await journal.keep(journalKeys);
  await writeFileAtomic(join(folder, DATASET_FILES.manifest), content.manifestText);
}
