import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thumbnail } from '../../pages/index.ts';
import type { Abortable } from '../lib/abort.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import type { Dataset } from '../model/artifacts.ts';
import type { ReportDocument, ReportExample } from './document.ts';
import { pickExamples } from './examples.ts';
import { renderHtml } from './render-html.ts';

export interface ReportOptions extends Abortable {
  /** Where the page is written, absolute. */
  readonly file: string;
  /** Leaves images and document text out. Default false. */
  readonly redact?: boolean;
}

/** Longest side of a picture in the report, pixels. */
const THUMBNAIL_SIDE = 420;

/** Artifacts of a run → one HTML file. */
export async function report(
  input: Omit<ReportDocument, 'examples' | 'dataset'> & { readonly dataset: Dataset },
  options: ReportOptions,
): Promise<{ readonly file: string; readonly document: ReportDocument }> {
  const picked = pickExamples(input.base.outcomes, input.tuned.outcomes);
  const examples = options.redact ? picked.map(redact) : await addThumbnails(picked, input.dataset, options);
  const document: ReportDocument = { ...input, dataset: input.dataset.manifest, examples };
  await writeFileAtomic(options.file, renderHtml(document));
  return { file: options.file, document };
}

async function addThumbnails(
  examples: readonly ReportExample[],
  dataset: Dataset,
  { signal }: Abortable,
): Promise<ReportExample[]> {
  const images = new Map(dataset.manifest.documents.map(({ id, image }) => [id, image]));
  const withPictures: ReportExample[] = [];
  for (const example of examples) {
    signal?.throwIfAborted();
    const image = images.get(example.document);
    if (image === undefined) {
      withPictures.push(example);
      continue;
    }
    const { mediaType, bytes } = await thumbnail(await readFile(join(dataset.folder, image)), THUMBNAIL_SIDE);
    withPictures.push({ ...example, thumbnail: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}` });
  }
  return withPictures;
}

const redact = (example: ReportExample): ReportExample => ({
  ...example,
  truth: '(redacted)',
  base: '(redacted)',
  tuned: '(redacted)',
});
