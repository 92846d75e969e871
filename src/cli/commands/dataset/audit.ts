import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { AuditItem, AuditReport, LabelledDocument, LabelTable, Task } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { isAuditReport } from '../../options/audit-gate.ts';
import { realNumber } from '../../options/numbers.ts';
import { openPages } from '../../options/pages.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { requireWritable, writeJson } from '../../write-file.ts';
import { isReviewPage, writeReview } from './write-review.ts';

interface AuditFlags {
  readonly images: string;
  readonly labels?: string;
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly task?: Task['kind'];
  readonly classesFile?: string;
  readonly fieldDescription?: string;
  readonly pages: boolean;
  readonly cacheFolder?: string;
  readonly maxFlaggedShare?: number;
  readonly html?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function registerAudit(command: Command, context: CommandContext): void {
  command
    .requiredOption('--images <folder>', 'images; without --labels one folder per class')
    .option('--labels <csv>', 'CSV that names image and label')
    .option('--image-column <name>', 'column with the image (default: recognised by name)')
    .option('--label-column <name>', 'column with the label (default: recognised by name)')
    .addOption(
      new Option(
        '--task <kind>',
        'default: extraction with --labels, classification without, or with a classes file',
      ).choices(['classification', 'extraction']),
    )
    .option('--classes-file <file>', 'CSV or JSON with name, description (default: the 16 RVL-CDIP classes)')
    .option('--field-description <text>', 'what the label is, in the page’s words (default: the label column’s name)')
    .option('--no-pages', 'do not read the pages: quick, and blind to what they say')
    .option('--cache-folder <folder>', 'where pages that were read are kept (default: in the user’s cache)')
    .option('--max-flagged-share <share>', 'exit 0 up to this share of flagged documents, 0 to 1', realNumber(0, 1))
    .option('--html <file>', 'write a page to review and correct the labels with')
    .option('--out <file>', 'write the report as JSON, for dataset prepare --audit-file')
    .option('--json', 'print JSON')
    .action((flags: AuditFlags) => auditLabels(flags, context));
}

async function auditLabels(flags: AuditFlags, context: CommandContext): Promise<void> {
  const { audit, labelTableOf, readLabelTable } = await import('../../../toolkit/index.ts');
  const { io } = context;
  if (flags.html !== undefined) await requireWritable(resolve(io.cwd, flags.html), isReviewPage);
  if (flags.out !== undefined) await requireWritable(resolve(io.cwd, flags.out), isEarlierReport);
  const items = await readItems(flags, context);
  const documents = items.filter((item): item is LabelledDocument => 'path' in item);
  const table =
    flags.labels === undefined
      ? labelTableOf(documents)
      : readLabelTable(await readFile(resolve(io.cwd, flags.labels)), documents, flags.labelColumn);
  const task = await taskOf(flags);
  const fieldDescription = flags.fieldDescription ?? descriptionOf(table, flags);
  const reader = flags.pages ? await openPages(context, flags.cacheFolder) : undefined;
  const progress = createProgress(io);
  try {
    const work = audit(
      items,
      { ...(task && { task }), ...(fieldDescription !== undefined && { fieldDescription }), signal: io.signal },
      reader ? { reader } : {},
    );
    const report = await drive(work, (event) => {
      progress.update('pages', event.done, event.total);
      if (event.problem !== undefined) progress.line(`${event.id}: ${event.problem}`);
    });
    progress.end();
    await writeOutputs(report, { flags, documents, table }, context);
    const labels = new Map(documents.map(({ id, label }) => [id, label]));
    const { formatAudit } = await import('../../render/audit.ts');
    printResult(report, () => formatAudit(report, labels), flags.json, context);
    await finish(report, flags, context);
  } finally {
    await reader?.close();
  }
}

/** Documents of the source; those without a label come as well, to be given one. */
async function readItems(flags: AuditFlags, { io }: CommandContext): Promise<AuditItem[]> {
  const { imageFolder, imagesAndCsv } = await import('../../../toolkit/index.ts');
  const images = resolve(io.cwd, flags.images);
  const { labels, imageColumn, labelColumn } = flags;
  const source =
    labels === undefined
      ? imageFolder(images)
      : imagesAndCsv({
          images,
          csv: resolve(io.cwd, labels),
          ...(imageColumn !== undefined && { imageColumn }),
          ...(labelColumn !== undefined && { labelColumn }),
        });
  const items: AuditItem[] = [];
  for await (const item of source.documents(io.signal)) {
    if (item.kind === 'document') items.push(item.document);
    else if (item.kind === 'skipped') items.push(unlabelled(item.skipped, images) ?? item.skipped);
  }
  return items;
}

function unlabelled(
  { id, code }: { readonly id: string; readonly code: string },
  images: string,
): LabelledDocument | undefined {
  const path = resolve(images, id);
  const inside = relative(images, path);
  return code === 'label-empty' && !inside.startsWith('..') && !isAbsolute(inside)
    ? { id, path, label: '' }
    : undefined;
}

async function taskOf({ task, labels, classesFile }: AuditFlags): Promise<Task | undefined> {
  const kind = task ?? (labels !== undefined && classesFile === undefined ? 'extraction' : 'classification');
  if (kind === 'extraction') return { kind, field: 'value', answerFormat: 'text' };
  const { readClasses, rvlCdipClasses } = await import('../../../toolkit/index.ts');
  const classes = classesFile === undefined ? rvlCdipClasses() : await readClasses(classesFile);
  return { kind, field: 'type', answerFormat: 'json', classes };
}

/** Column names that say nothing about the field. */
const SAYS_NOTHING = /^(label|labels|class|type|category|answer|text|value|target|标签|标注|类别|类型|分类)$/iu;

function descriptionOf(table: LabelTable, { labels }: AuditFlags): string | undefined {
  const name = labels === undefined ? undefined : table.header[table.labelColumn]?.trim();
  return name === undefined || name === '' || SAYS_NOTHING.test(name) ? undefined : name;
}

async function writeOutputs(
  report: AuditReport,
  {
    flags,
    ...review
  }: { readonly flags: AuditFlags; readonly documents: readonly LabelledDocument[]; readonly table: LabelTable },
  context: CommandContext,
): Promise<void> {
  const { cwd } = context.io;
  if (flags.out !== undefined) await writeJson(resolve(cwd, flags.out), report, isEarlierReport);
  if (flags.html === undefined) return;
  const title = `Label audit of ${basename(flags.labels ?? resolve(cwd, flags.images))}`;
  await writeReview(resolve(cwd, flags.html), report, { ...review, title, labels: flags.labels }, context);
}

/** An earlier report may be replaced by a new one. */
function isEarlierReport(present: string): boolean {
  try {
    return isAuditReport(JSON.parse(present));
  } catch {
    return false; // No JSON: somebody else's file.
  }
}

async function finish(report: AuditReport, flags: AuditFlags, context: CommandContext): Promise<void> {
  const { auditGate } = await import('../../../toolkit/index.ts');
  const { maxFlaggedShare } = flags;
  const gate = auditGate(report, maxFlaggedShare === undefined ? {} : { maxFlaggedShare });
  const failed = maxFlaggedShare === undefined ? report.summary.withErrors > 0 : !gate.passed;
  if (failed) context.exitWith(EXIT.checkFailed);
  if (failed && flags.html !== undefined)
    context.io.stderr.write(`next: open ${flags.html} in a browser and correct the labels\n`);
  else if (failed) context.io.stderr.write('next: add --html review.html and correct the labels in a browser\n');
  else
    printNext(
      `novatune dataset prepare --images ${flags.images}${flags.labels === undefined ? '' : ` --labels ${flags.labels}`} …`,
      context,
    );
}
