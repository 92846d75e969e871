import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { AuditReport, LabelledDocument, LabelTable } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { requireWritable } from '../../write-file.ts';

/** Pixels of a picture's longest side: names on a photographed A5 form can be read. About 90 KB each. */
const PICTURE_SIDE = 1000;
/** Pictures on one page, so that a browser opens it: about 40 MB. */
const MOST_PICTURES = 300;

interface Review {
  readonly documents: readonly LabelledDocument[];
  readonly table: LabelTable;
  readonly title: string;
  /** The labels' file, when there is one. */
  readonly labels: string | undefined;
}

/** An earlier review page may be replaced: decisions are not kept in it. */
export const isReviewPage = (present: string): boolean =>
  present.startsWith('<!doctype html>') && present.includes('<main id="cards">');

/** Writes the page that labels are corrected with. */
export async function writeReview(
  file: string,
  report: AuditReport,
  review: Review,
  context: CommandContext,
): Promise<void> {
  const { reviewPage } = await import('../../../toolkit/index.ts');
  await requireWritable(file, isReviewPage);
  const { pictures, left } = await takePictures(report, review.documents, context.io.signal);
  if (left > 0)
    context.io.stderr.write(
      `${file}: ${left} documents beyond the first ${MOST_PICTURES} are listed without a picture\n`,
    );
  const stem = basename(review.labels ?? 'labels', extname(review.labels ?? ''));
  const { title, table } = review;
  const text = reviewPage(report, { title, table, pictures, fileName: `${stem}-corrected.csv` });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}

async function takePictures(report: AuditReport, documents: readonly LabelledDocument[], signal: AbortSignal) {
  const { thumbnail, UnreadableImageError } = await import('../../../pages/index.ts');
  const found = new Set(report.findings.map(({ document }) => document));
  const wanted = documents.filter(({ id }) => found.has(id));
  const pictures = new Map<string, { readonly mediaType: 'image/jpeg'; readonly bytes: Uint8Array }>();
  for (const { id, path } of wanted.slice(0, MOST_PICTURES)) {
    signal.throwIfAborted();
    try {
      pictures.set(id, await thumbnail(await readFile(path), PICTURE_SIDE));
    } catch (error) {
      // The report says so already; the page shows the document without a picture.
      const isOfFile = error instanceof Error && 'syscall' in error;
      if (!(error instanceof UnreadableImageError) && !isOfFile) throw error;
    }
  }
  return { pictures, left: Math.max(0, wanted.length - MOST_PICTURES) };
}
