import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Abortable } from '../lib/abort.ts';
import { writeChunksAtomic } from '../lib/atomic-write.ts';
import { sha256File, sha256Hex } from '../lib/hash.ts';
import type { Dataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import { makeDocument } from './document/make-document.ts';
import { redact } from './document/redact.ts';
import type { ReportDocument } from './document/report-document.ts';
import type { ReportInput } from './document/report-input.ts';
import { picturesOf } from './pictures.ts';
import { renderHtml } from './render-html.ts';
import type { ReportLanguage } from './words/language.ts';

export interface ReportOptions extends Abortable {
  /** Where the page is written, absolute; one that is there is replaced. */
  readonly file: string;
  /** Leaves out pictures and text of documents. Default false. */
  readonly redact?: boolean;
  /** Default `en`. */
  readonly language?: ReportLanguage;
}

/**
 * Artifacts of a run → one HTML file that opens offline. Written piece by piece, one picture in memory at a time; below 10 MB whatever the number of documents.
 * @returns what the page shows, as data
 */
export async function report(
  input: ReportInput,
  { file, redact: isRedacted = false, language = 'en', signal }: ReportOptions,
): Promise<ReportDocument> {
  const { dataset } = input;
  const whole = makeDocument(input, language, dataset && (await manifestHash(dataset)));
  const document = isRedacted ? redact(whole, nameKey(dataset)) : whole;
  const pictureOf =
    dataset && !isRedacted ? picturesOf(dataset.folder, signal ? { signal } : {}) : async () => undefined;
  await writeChunksAtomic(file, renderHtml(document, pictureOf));
  return document;
}

/** Undefined for a data set that lies no longer there. */
const manifestHash = (dataset: Dataset): Promise<string | undefined> =>
  sha256File(join(dataset.folder, DATASET_FILES.manifest)).catch(() => undefined);

/** Whoever has the images can tell which name a hash stands for, nobody else; without a data set nobody at all. */
const nameKey = (dataset: Dataset | undefined): string =>
  dataset
    ? sha256Hex(JSON.stringify(dataset.manifest.documents.map(({ sha256 }) => sha256)))
    : randomBytes(32).toString('hex');
