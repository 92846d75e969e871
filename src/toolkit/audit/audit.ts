import { readFile } from 'node:fs/promises';
import {
  decodeImage,
  layoutOf,
  OcrUnavailableError,
  type Page,
  type PageReader,
  ReaderCrashedError,
  UnreadableImageError,
} from '../../pages/index.ts';
import { DataError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import type { LabelledDocument } from '../model/dataset.ts';
import type { Task } from '../model/task.ts';
import { agreeOnReadings } from './agree-on-readings.ts';
import { AUDIT_RULES } from './all-rules.ts';
import type { AuditFinding, AuditReport } from './audit-report.ts';
import { assignParties } from './fields/assign-parties.ts';
import { describeField, wantedField } from './fields/field-target.ts';
import { findOnPage } from './fields/find-on-page.ts';
import { type PageField, readPageFields } from './fields/page-fields.ts';
import { type PageText, readPageTexts } from './fields/page-text.ts';
import { groupDocuments } from './groups/group-documents.ts';
import { extractValue } from './labels/extract-value.ts';
import { tidyText } from './labels/tidy-text.ts';
import { makeReport } from './make-report.ts';
import { type ImageLook, LOOK_SIDE, measureLook } from './quality/image-look.ts';
import type { AuditContext, AuditedDocument } from './rule.ts';
import { type ImagePrint, printOf } from './twins/image-print.ts';

/** A document the source could not use: it becomes a finding of its own code. */
export interface SkippedItem {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

export type AuditItem = LabelledDocument | SkippedItem;

export interface AuditOptions extends Abortable {
  /** What the label is, in the words of the page or of the task: `销售方名称`, `invoice number`. Without it a label is only looked for anywhere on the page. */
  readonly fieldDescription?: string;
  /** With a classification task the closed set is checked and labels are not looked for on the page. */
  readonly task?: Task;
  /** Images read at once. Default 4. */
  readonly concurrency?: number;
}

export interface AuditTools {
  /** Without it the rules that look at pages find nothing. */
  readonly reader?: PageReader;
}

export type AuditEvent = {
  readonly type: 'page-read';
  readonly id: string;
  readonly done: number;
  readonly total: number;
  /** Why the page could not be read. */
  readonly problem?: string;
};

interface ReadDocument {
  readonly document: LabelledDocument;
  readonly page?: Page;
  readonly print?: ImagePrint;
  readonly look?: ImageLook;
  readonly problem?: string;
}

/**
 * Audits labels before money is spent on them. Reads each page once, then applies every rule; changes nothing.
 * Memory: about 60 KB per document.
 * @throws {OcrUnavailableError} when this machine cannot read text; the signal's reason.
 */
export async function* audit(
  items: AsyncIterable<AuditItem> | Iterable<AuditItem>,
  options: AuditOptions,
  tools: AuditTools = {},
): AsyncGenerator<AuditEvent, AuditReport> {
  const documents: LabelledDocument[] = [];
  const problems: AuditFinding[] = [];
  for await (const item of items) {
    options.signal?.throwIfAborted();
    if ('path' in item) documents.push(item);
    else problems.push(skippedFinding(item));
  }
  const read = new Map<string, ReadDocument>();
  for (const document of tools.reader ? [] : documents) read.set(document.id, { document });
  for await (const result of readAll(tools.reader ? documents : [], options, tools)) {
    read.set(result.document.id, result);
    const { id } = result.document;
    yield {
      type: 'page-read',
      id,
      done: read.size,
      total: documents.length,
      ...(result.problem && { problem: result.problem }),
    };
  }
  const ordered = documents.flatMap(({ id }) => read.get(id) ?? []);
  problems.push(...ordered.flatMap(unreadableFinding));
  const context = makeContext(ordered, options);
  const findings = AUDIT_RULES.flatMap((rule) => [...rule.check(context)]);
  return makeReport([...problems, ...findings], context, problems);
}

/** Reads every image once, several at a time, in no particular order. Images that cannot be read come with their problem. */
export function readAll(documents: readonly LabelledDocument[], options: AuditOptions, { reader }: AuditTools) {
  const { concurrency = 4, signal } = options;
  const readOne = async (document: LabelledDocument): Promise<ReadDocument> => {
    try {
      const image = await (document.bytes?.() ?? readFile(document.path));
      const page = await reader?.read(image, signal ? { signal } : {});
      const print = await printOf(image);
      const look = measureLook((await decodeImage(image, LOOK_SIDE)).raster);
      return { document, print, look, ...(page && { page }) };
    } catch (error) {
      const isOfImage =
        error instanceof UnreadableImageError ||
        error instanceof DataError ||
        error instanceof ReaderCrashedError ||
        isFileError(error);
      if (signal?.aborted || error instanceof OcrUnavailableError || !isOfImage) throw error;
      return { document, problem: error.message };
    }
  };
  return mapUnordered(documents, readOne, { concurrency, ...(signal && { signal }) });
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

/** Gathers what the rules look at: values, texts and fields of each page, groups, settled readings. */
export function makeContext(read: readonly ReadDocument[], options: AuditOptions): AuditContext {
  const { task, fieldDescription } = options;
  const isExtraction = task?.kind !== 'classification';
  const target = isExtraction && fieldDescription !== undefined ? describeField(fieldDescription) : undefined;
  const seen = read.map(({ document, page, look }) => ({
    document,
    ...(page && { page }),
    ...(look && { look }),
    ...lookAt(isExtraction ? page : undefined),
  }));
  const { groups, twins } = groupDocuments(read);
  const wanted = seen.map(({ fields }) => (target === undefined ? undefined : wantedField(target, fields)));
  const readings = agreeOnReadings(wanted, groups);
  const documents = seen.map(({ document, page, look, texts, fields }, index): AuditedDocument => {
    const reading = readings[index];
    return {
      id: document.id,
      label: document.label,
      value: bareValue(document.label, texts),
      ...(page && { page }),
      ...(look && { look }),
      texts,
      fields,
      ...(reading && { reading }),
    };
  });
  return {
    documents,
    groups: groups.map((group) => group.flatMap((index) => documents[index] ?? [])),
    twins: twins.flatMap(({ a, b, kind }) => {
      const [first, copy] = [documents[a], documents[b]];
      return first && copy ? [{ first, copy, kind }] : [];
    }),
    ...(target && { target }),
    ...(task && { task }),
  };
}

function lookAt(page: Page | undefined): {
  readonly texts: readonly PageText[];
  readonly fields: readonly PageField[];
} {
  if (page === undefined) return { texts: [], fields: [] };
  const layout = layoutOf(page);
  return { texts: readPageTexts(layout), fields: assignParties(readPageFields(layout), layout) };
}

/** A label that stands on the page word for word is no chatter, however it sounds. */
function bareValue(label: string, texts: readonly PageText[]): string {
  const { value, found } = extractValue(label);
  const isPrinted = found.length > 0 && findOnPage(label, texts).edits === 0 && texts.length > 0;
  return tidyText(isPrinted ? label : value);
}

function skippedFinding({ id, code, message }: SkippedItem): AuditFinding {
  const severity = code === 'duplicate-row' ? 'warning' : 'error';
  return { document: id, code, severity, message, remedy: 'Repair the row or the image, or take the row out.' };
}

function unreadableFinding({ document, problem }: ReadDocument): AuditFinding[] {
  if (problem === undefined) return [];
  const message = `Expected an image whose text can be read: ${problem}`;
  return [
    {
      document: document.id,
      code: 'page-unreadable',
      severity: 'error',
      message,
      remedy: 'Replace the image, or take the document out.',
    },
  ];
}
