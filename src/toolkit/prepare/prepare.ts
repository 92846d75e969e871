import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { removeTemporaries, writeFileAtomic } from '../lib/atomic-write.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import type { Dataset } from '../model/artifacts.ts';
import { DATASET_FILES, type LabelledDocument } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import {
  checkEnoughUsable,
  checkLabel,
  leaveOutCopies,
  type ReadyDocument,
  readyDocument,
  splitAll,
} from './collect-documents.ts';
import { CONTENT_FILES, type DatasetContent, planDatasetContent } from './dataset-content.ts';
import { datasetExists, differenceOf, type ExistingDataset, findExisting } from './existing-dataset.ts';
import { lockFolder } from './folder-lock.ts';
import { ImageJournal, JOURNAL_FILE } from './image-journal.ts';
import { deleteOtherImages, findImage, makeFolder, type StoredImage, startFolder, storeImage } from './image-store.ts';
import { noteFinding } from './images/note-finding.ts';
import { listDocuments } from './list-documents.ts';
import type { PrepareEvent } from './prepare-event.ts';
import { type PrepareOptions, type PreparePlan, planPrepare } from './prepare-options.ts';
import type { DocumentItem, DocumentSource, SkippedDocument } from './sources/source.ts';

/**
 * Makes a data set folder out of labelled documents: images, training files, test labels, manifest.
 *
 * Equal sources, options and seed give byte-identical files. An interrupted run goes on where it was; a finished data set of
 * other content is not touched unless `replace` is set. The manifest is written last, so a folder without one is unfinished.
 * One run at a time writes to a folder. Memory: `concurrency` images at a time (see there) plus some 3 KB a document.
 *
 * @throws InputError for options, sources and folders that cannot be used (`dataset-exists`, `folder-not-empty`, `folder-in-use`, …)
 * @throws DataError `no-documents`, `too-many-skipped`, `label-map-conflict`, `manifest-invalid`
 */
export async function* prepare(
  source: DocumentSource,
  options: PrepareOptions,
): AsyncGenerator<PrepareEvent, Dataset, undefined> {
  const plan = { ...planPrepare(options), folder: resolve(options.folder) };
  const existing = await findExisting(plan.folder);
  if (existing !== undefined && !plan.replace) return yield* prepareInto(source, plan, existing, options.signal);
  await makeFolder(plan.folder);
  const release = await lockFolder(plan.folder);
  try {
    // Another run may have finished before the lock was ours.
    return yield* prepareInto(source, plan, await findExisting(plan.folder), options.signal);
  } finally {
    await release();
  }
}

async function* prepareInto(
  source: DocumentSource,
  plan: PreparePlan,
  existing: ExistingDataset | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<PrepareEvent, Dataset, undefined> {
  const origin = { kind: source.kind, location: source.location };
  const protects = existing !== undefined && !plan.replace;
  const difference = protects ? differenceOf(plan, origin, existing.manifest) : undefined;
  if (difference !== undefined) throw datasetExists(plan.folder, difference);
  const journal = await ImageJournal.open(plan.folder);
  if (!protects) await startFolder(plan.folder, journal);
  const listed = yield* listDocuments(source, plan, signal);
  yield { type: 'documents-found', total: listed.items.length };

  const collected = yield* collect(listed.items, plan, journal, protects, signal);
  for (const note of source.closingNotes?.() ?? []) yield { type: 'source-note', note };
  const usable = leaveOutCopies(collected.documents);
  const skipped = [...collected.skipped, ...usable.skipped];
  checkEnoughUsable(usable.documents.length, skipped, plan.maxSkippedShare);
  const findings = [...listed.findings, ...collected.findings];
  const content = planDatasetContent(plan, origin, { documents: splitAll(usable.documents, plan), skipped, findings });
  yield { type: 'documents-split', counts: content.manifest.counts };

  const unchanged = existing?.text === content.manifestText;
  if (protects && !unchanged) throw datasetExists(plan.folder, 'other documents, labels or splits');
  if (!unchanged) await write(plan.folder, content, journal, collected.journalKeys);
  yield { type: 'dataset-done', folder: plan.folder, skipped: skipped.length, unchanged };
  return { folder: plan.folder, manifest: content.manifest };
}

interface Collected {
  readonly documents: readonly ReadyDocument[];
  readonly skipped: readonly SkippedDocument[];
  readonly findings: readonly Finding[];
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
  const findings: Finding[] = [];
  const journalKeys: string[] = [];
  const work = async (item: DocumentItem) =>
    collectOne(item, plan, (document) => image(document, plan, journal, protects));
  let done = 0;
  for await (const result of mapOrdered(items, work, { concurrency: plan.concurrency, ...(signal && { signal }) })) {
    done += 1;
    if (result.journalKey !== undefined) journalKeys.push(result.journalKey);
    if (result.document !== undefined) documents.push(result.document);
    if (result.skipped !== undefined) skipped.push(result.skipped);
    if (result.finding !== undefined) {
      findings.push(result.finding);
      yield { type: 'finding', finding: result.finding };
    }
    const message = result.skipped === undefined ? {} : { message: result.skipped.message };
    yield { type: 'document-done', id: result.id, outcome: result.outcome, ...message, done, total: items.length };
  }
  return { documents, skipped, findings, journalKeys };
}

interface CollectedOne {
  readonly id: string;
  readonly outcome: StoredImage['work'];
  readonly document?: ReadyDocument;
  readonly skipped?: SkippedDocument;
  readonly finding?: Finding;
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
  if (outcome.kind === 'ready') {
    const finding = outcome.note === undefined ? {} : { finding: noteFinding(outcome.note, document.id) };
    return { id: document.id, outcome: work, document: readyDocument(document, outcome), ...finding, ...key };
  }
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

async function write(
  folder: string,
  content: DatasetContent,
  journal: ImageJournal,
  journalKeys: readonly string[],
): Promise<void> {
  // From here to the last line the folder counts as unfinished.
  await rm(join(folder, DATASET_FILES.manifest), { force: true });
  for (const name of [...CONTENT_FILES, JOURNAL_FILE, DATASET_FILES.manifest])
    await removeTemporaries(join(folder, name));
  for (const name of CONTENT_FILES) {
    const text = content.files.get(name);
    if (text === undefined) await rm(join(folder, name), { force: true });
    else await writeFileAtomic(join(folder, name), text);
  }
  await deleteOtherImages(folder, new Set(content.manifest.documents.map((document) => document.image)));
  await journal.keep(journalKeys);
  await writeFileAtomic(join(folder, DATASET_FILES.manifest), content.manifestText);
}
