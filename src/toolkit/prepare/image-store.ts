import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { sha256Hex } from '../lib/hash.ts';
import { DATASET_FILES, type LabelledDocument } from '../model/dataset.ts';
import { type ImageJournal, type ImageOutcome, journalKey, type ReadyImage } from './image-journal.ts';
import type { ImageNote } from './images/plan-image.ts';
import { prepareImage, readSourceImage } from './images/prepare-image.ts';
import type { RenderedImage } from './images/render-image.ts';
import type { PreparePlan } from './prepare-options.ts';

/** What became of one document's image, and how much work that took. */
export interface StoredImage {
  readonly outcome: ImageOutcome;
  readonly work: 'kept' | 'converted' | 'reused' | 'skipped';
  /** Absent when the source could not be read. */
  readonly journalKey?: string;
}

/** Where the bytes of one image are. */
type ImageOrigin = Pick<LabelledDocument, 'path' | 'bytes'>;

/** Puts one source image into the data set folder under the hash of its bytes, unless an earlier run has done so. */
export async function storeImage(
  document: ImageOrigin,
  plan: PreparePlan,
  journal: ImageJournal,
): Promise<StoredImage> {
  const source = await readSourceImage(document);
  if (!(source instanceof Uint8Array)) return { outcome: source, work: 'skipped' };
  const key = journalKey(source, plan.imageRecipe);
  const known = journal.get(key);
  if (known !== undefined && (await isStored(plan.folder, known))) {
    return { outcome: known, work: known.kind === 'ready' ? 'reused' : 'skipped', journalKey: key };
  }
  const prepared = await prepareImage(source, plan.imageRecipe);
  if (prepared.kind === 'skipped') {
    await journal.add(key, prepared);
    return { outcome: prepared, work: 'skipped', journalKey: key };
  }
  const outcome = describe(prepared.image, prepared.note);
  if (!(await isStored(plan.folder, outcome)))
    await writeFileAtomic(join(plan.folder, outcome.image), prepared.image.bytes);
  await journal.add(key, outcome);
  return { outcome, work: prepared.converted ? 'converted' : 'kept', journalKey: key };
}

/** Like `storeImage`, but touches nothing: undefined when the image has not been made ready by this recipe yet. */
export async function findImage(
  document: ImageOrigin,
  plan: PreparePlan,
  journal: ImageJournal,
): Promise<StoredImage | undefined> {
  const source = await readSourceImage(document);
  if (!(source instanceof Uint8Array)) return { outcome: source, work: 'skipped' };
  const key = journalKey(source, plan.imageRecipe);
  const known = journal.get(key);
  if (known === undefined || !(await isStored(plan.folder, known))) return undefined;
  return { outcome: known, work: known.kind === 'ready' ? 'reused' : 'skipped', journalKey: key };
}

function describe(image: RenderedImage, note: ImageNote | undefined): ReadyImage {
  const sha256 = sha256Hex(image.bytes);
  return {
    kind: 'ready',
    image: `${DATASET_FILES.images}/${sha256.slice(0, 16)}.${image.format}`,
    format: image.format,
    width: image.width,
    height: image.height,
    bytes: image.bytes.length,
    sha256,
    ...(note === undefined ? {} : { note }),
  };
}

/** Images are written whole or not at all, so the size tells. */
async function isStored(folder: string, outcome: ImageOutcome): Promise<boolean> {
  if (outcome.kind === 'skipped') return true;
  const file = await stat(join(folder, outcome.image)).catch(() => undefined);
  return file?.size === outcome.bytes;
}

/** Makes the folder of a data set. @throws InputError `folder-unwritable` */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new InputError(
      'folder-unwritable',
      `Expected to write the data set to ${folder}, but the folder cannot be made.`,
      { cause },
    );
  });
}

/** The journal comes first: by it a run that was killed early is known to have been ours. */
export async function startFolder(folder: string, journal: ImageJournal): Promise<void> {
  await journal.touch();
  await mkdir(join(folder, DATASET_FILES.images), { recursive: true });
}

/** An image, or what a killed run left of one. */
const OURS = /^[0-9a-f]{16}\.[a-z]+(?:\.[0-9a-f]+\.tmp)?$/;

/** Deletes images of earlier contents. Only names that this step gives are touched. */
export async function deleteOtherImages(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(join(folder, DATASET_FILES.images))) {
    const path = `${DATASET_FILES.images}/${name}`;
    if (OURS.test(name) && !keep.has(path)) await rm(join(folder, path), { force: true });
  }
}
