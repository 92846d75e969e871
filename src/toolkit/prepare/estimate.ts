import { sniffImage } from '../../pages/index.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import { sha256Hex } from '../lib/hash.ts';
import { imageTokenRange, type TokenRange } from '../lib/image-token-range.ts';
import type { LabelledDocument, SplitName } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import { checkEnoughUsable, checkLabel, leaveOutCopies, splitAll } from './collect-documents.ts';
import { countSplits } from './dataset-content.ts';
import { planImage } from './images/plan-image.ts';
import { MAX_SOURCE_BYTES, prepareImage, readSourceImage } from './images/prepare-image.ts';
import { listDocuments } from './list-documents.ts';
import type { PrepareEvent } from './prepare-event.ts';
import { type PrepareOptions, type PreparePlan, planPrepare } from './prepare-options.ts';
import type { DocumentItem, DocumentSource, SkippedDocument } from './sources/source.ts';

/** What preparing would give. Nothing has been written. */
export interface PrepareEstimate {
  readonly counts: Readonly<Record<SplitName, number>>;
  readonly skipped: readonly SkippedDocument[];
  readonly findings: readonly Finding[];
  readonly images: {
    /** Used as they are. */
    readonly kept: number;
    readonly converted: number;
    /** Of all image files. Exact when nothing is converted, else from a sample of conversions: mean, and the range with the smallest and largest of the sample. */
    readonly bytes: { readonly low: number; readonly mean: number; readonly high: number };
    /** Conversions that were tried for this. */
    readonly sampled: number;
  };
  /** Tokens of the images alone; prices are not part of this estimate. */
  readonly imageTokens: {
    /** Smallest and largest of any document. */
    readonly perDocument: TokenRange;
    /** Of the training split: what one epoch takes. */
    readonly training: TokenRange;
    readonly total: TokenRange;
  };
}

/** Conversions that are tried to learn how many bytes they take: the first ones. */
const SAMPLE = 12;

/**
 * Says what `prepare` would do, without writing: reads every image's header, tries a dozen conversions. Damage beyond the header shows only when
 * preparing, and copies are told by their source bytes. Events are those of `prepare`. Memory: as `prepare`.
 * @throws as `prepare`, but for what concerns the folder
 */
export async function* estimatePrepare(
  source: DocumentSource,
  options: PrepareOptions,
): AsyncGenerator<PrepareEvent, PrepareEstimate, undefined> {
  const plan = planPrepare(options);
  const { signal } = options;
  const { items, findings } = yield* listDocuments(source, plan, signal);
  yield { type: 'documents-found', total: items.length };
  const looks: Look[] = [];
  let samples = SAMPLE;
  const work = (item: DocumentItem) => look(item, plan, () => samples-- > 0);
  let done = 0;
  for await (const one of mapOrdered(items, work, { concurrency: plan.concurrency, ...(signal && { signal }) })) {
    looks.push(one);
    done += 1;
    const message = one.skipped === undefined ? {} : { message: one.skipped.message };
    const outcome = one.skipped !== undefined ? 'skipped' : one.looked?.rendered === null ? 'kept' : 'converted';
    yield { type: 'document-done', id: one.id, outcome, ...message, done, total: items.length };
  }
  for (const note of source.closingNotes?.() ?? []) yield { type: 'source-note', note };
  const usable = leaveOutCopies(looks.flatMap(({ looked }) => (looked === undefined ? [] : [looked])));
  const skipped = [...looks.flatMap((one) => (one.skipped === undefined ? [] : [one.skipped])), ...usable.skipped];
  checkEnoughUsable(usable.documents.length, skipped, plan.maxSkippedShare);
  const documents = splitAll(usable.documents, plan);
  const training = documents.filter(({ split }) => split === 'train');
  return {
    counts: countSplits(documents),
    skipped,
    findings,
    images: estimateImages(documents),
    imageTokens: {
      perDocument: {
        low: documents.reduce((low, { tokens }) => Math.min(low, tokens.low), Number.POSITIVE_INFINITY),
        high: documents.reduce((high, { tokens }) => Math.max(high, tokens.high), 0),
      },
      training: sumTokens(training),
      total: sumTokens(documents),
    },
  };
}

/** A document whose image can be used, as far as its header tells. */
interface LookedDocument {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
  /** Of the source bytes. */
  readonly sha256: string;
  readonly pixels: number;
  readonly sourceBytes: number;
  readonly tokens: TokenRange;
  /** Bytes after conversion; undefined when not tried, null when the source bytes are kept. */
  readonly rendered: number | null | undefined;
}

interface Look {
  readonly id: string;
  readonly looked?: LookedDocument;
  readonly skipped?: SkippedDocument;
}

async function look(item: DocumentItem, plan: PreparePlan, takeSample: () => boolean): Promise<Look> {
  if (item.kind === 'skipped') return { id: item.skipped.id, skipped: item.skipped };
  const { document } = item;
  const { id } = document;
  const unusable = checkLabel(document, plan.task);
  if (unusable !== undefined) return { id, skipped: unusable };
  const bytes = await readSourceImage(document);
  if (!(bytes instanceof Uint8Array)) return { id, skipped: { id, code: bytes.code, message: bytes.message } };
  return lookAt(document, bytes, plan, takeSample);
}

async function lookAt(
  { id, label, group }: LabelledDocument,
  bytes: Uint8Array,
  plan: PreparePlan,
  takeSample: () => boolean,
): Promise<Look> {
  const sniffed = sniffImage(bytes);
  const outcome =
    sniffed.kind === 'image' && bytes.length <= MAX_SOURCE_BYTES
      ? planImage({ ...sniffed, bytes: bytes.length, unusual: [] }, plan.imageRecipe)
      : undefined;
  const isTried = outcome === undefined || (outcome.kind === 'convert' && takeSample());
  const tried = isTried ? await prepareImage(bytes, plan.imageRecipe) : undefined;
  if (outcome?.kind === 'skip') return { id, skipped: { id, code: outcome.code, message: outcome.message } };
  if (tried?.kind === 'skipped') return { id, skipped: { id, code: tried.code, message: tried.message } };
  const size = outcome?.kind === 'convert' ? outcome : sniffed.kind === 'image' ? sniffed : { width: 0, height: 0 };
  const looked: LookedDocument = {
    id,
    label,
    ...(group === undefined ? {} : { group }),
    sha256: sha256Hex(bytes),
    pixels: size.width * size.height,
    sourceBytes: bytes.length,
    tokens: imageTokenRange(size.width, size.height),
    rendered: outcome?.kind === 'keep' ? null : tried?.image.bytes.length,
  };
  return { id, looked };
}

function estimateImages(documents: readonly LookedDocument[]): PrepareEstimate['images'] {
  const kept = documents.filter(({ rendered }) => rendered === null);
  const exact = kept.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0);
  const converted = documents.filter(({ rendered }) => rendered !== null);
  const tried = converted.flatMap(({ rendered, pixels }) => (rendered ? [{ rendered, pixels }] : []));
  const rates = tried.map(({ rendered, pixels }) => rendered / pixels);
  const known = tried.reduce((sum, { rendered }) => sum + rendered, 0);
  const pixelsTried = tried.reduce((sum, { pixels }) => sum + pixels, 0);
  const pixelsLeft = converted.reduce((sum, { pixels }) => sum + pixels, 0) - pixelsTried;
  const bytesAt = (rate: number) => Math.round(exact + known + pixelsLeft * rate);
  return {
    kept: kept.length,
    converted: converted.length,
    bytes: {
      low: bytesAt(rates.length === 0 ? 0 : Math.min(...rates)),
      mean: bytesAt(pixelsTried === 0 ? 0 : known / pixelsTried),
      high: bytesAt(Math.max(0, ...rates)),
    },
    sampled: tried.length,
  };
}

function sumTokens(documents: readonly LookedDocument[]): TokenRange {
  return {
    low: documents.reduce((sum, { tokens }) => sum + tokens.low, 0),
    high: documents.reduce((sum, { tokens }) => sum + tokens.high, 0),
  };
}
