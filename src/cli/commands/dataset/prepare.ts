import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type {
  DocumentSource,
  ImageRecipe,
  PrepareEstimate,
  PrepareEvent,
  PrepareOptions,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { type AuditGateFlags, addAuditGateOptions, passAuditGate } from '../../options/audit-gate.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { addTaskOptions, readPrompts, readTask, type TaskFlags } from '../../options/task.ts';
import { printNext, printResult } from '../../output.ts';
import { formatBytes } from '../../render/bytes.ts';
import { drive } from '../../render/drive.ts';
import { createProgress, type Progress } from '../../render/progress.ts';
import { addSourceOptions, openSource, type SourceFlags } from './prepare-source.ts';

interface PrepareFlags extends SourceFlags, TaskFlags, AuditGateFlags {
  readonly groups?: string;
  readonly bucketName: string;
  readonly directory: string;
  readonly bucketOwner?: string;
  readonly out: string;
  readonly name?: string;
  readonly seed: number;
  readonly validationSplit: number;
  readonly testSplit: number;
  readonly maxSide?: number;
  readonly imageFormat?: ImageRecipe['format'];
  readonly labelMappingFile?: string;
  readonly maxSkippedShare?: number;
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  readonly json?: boolean;
}

export function registerPrepare(command: Command, context: CommandContext): void {
  addAuditGateOptions(
    addTaskOptions(
      addSourceOptions(command)
        .option('--groups <file>', 'report of dataset audit --out: its groups stay in one split')
        .requiredOption('--bucket-name <bucket>', 'where the data set will be uploaded to')
        .option('--directory <prefix>', 'prefix in the bucket', 'novatune')
        .option('--bucket-owner <account>', '12-digit account id of the bucket')
        .requiredOption('--out <folder>', 'folder of the data set; must not hold another one'),
    ),
  )
    .option('--name <name>', 'name of the data set (default: the folder’s)')
    .option('--seed <n>', 'another split', wholeNumber(0), 0)
    .option('--validation-split <share>', 'share of documents, 0 to 1', realNumber(0, 1), 0.1)
    .option('--test-split <share>', 'share of documents held out for evaluation, 0 to 1', realNumber(0, 1), 0.1)
    .option('--max-side <pixels>', 'longest side of an image; larger ones are shrunk', wholeNumber(25, 8000))
    .addOption(
      new Option(
        '--image-format <format>',
        'of images that must be converted (default: auto, PNG, or JPEG for photos)',
      ).choices(['auto', 'png', 'jpeg', 'webp']),
    )
    .option('--label-mapping-file <file>', 'CSV or JSON: label in the data → class')
    .option(
      '--max-skipped-share <share>',
      'largest share of documents that may be unusable (default: 0.1)',
      realNumber(0, 1),
    )
    .option('--replace', 'replace another data set in the folder')
    .option('--dry-run', 'print counts, bytes and image tokens; write nothing')
    .option('--json', 'print JSON')
    .action((flags: PrepareFlags) => prepareDataset(flags, context));
}

async function prepareDataset(flags: PrepareFlags, context: CommandContext): Promise<void> {
  const { estimatePrepare, prepare } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const progress = createProgress(io);
  const source = await groupedSource(flags, await openSource(flags, context), context);
  await passAuditGate(flags, source, context);
  const options = { ...(await prepareOptions(flags, source)), signal: io.signal };
  if (flags.dryRun) {
    const estimate = await drive(estimatePrepare(source, options), (event) => showEvent(event, progress));
    progress.end();
    printResult(estimate, () => describeEstimate(estimate), flags.json, context);
    return;
  }
  const dataset = await drive(prepare(source, options), (event) => showEvent(event, progress));
  progress.end();
  const { counts, skipped, classCounts, findings = [] } = dataset.manifest;
  const text = () =>
    `${dataset.folder}: ${counts.train} to train, ${counts.validation} to validate, ${counts.test} held out, ${skipped.length} skipped`;
  printResult({ folder: dataset.folder, counts, classCounts, skipped, findings }, text, flags.json, context);
  printNext(`novatune dataset validate ${flags.out}`, context);
}

async function groupedSource({ groups }: PrepareFlags, source: DocumentSource, { io }: CommandContext) {
  if (groups === undefined) return source;
  const { readGroupFile, withGroups } = await import('../../../toolkit/index.ts');
  const file = resolve(io.cwd, groups);
  return withGroups(source, await readGroupFile(file), file);
}

function showEvent(event: PrepareEvent, progress: Progress): void {
  if (event.type === 'source-note') progress.line(`note: ${event.note.message}`);
  if (event.type === 'finding') {
    const { file, severity, code, message } = event.finding;
    progress.line(`${file}: ${severity} ${code}: ${message}`);
  }
  if (event.type !== 'document-done') return;
  progress.update('documents', event.done, event.total);
  if (event.outcome === 'skipped') progress.line(`skipped ${event.id}: ${event.message ?? ''}`);
}

function describeEstimate({ counts, skipped, images, imageTokens }: PrepareEstimate): string {
  const { bytes } = images;
  const size =
    bytes.low === bytes.high
      ? formatBytes(bytes.mean)
      : `about ${formatBytes(bytes.mean)} (${formatBytes(bytes.low)} to ${formatBytes(bytes.high)}, from ${images.sampled} conversions)`;
  const range = ({ low, high }: { readonly low: number; readonly high: number }) =>
    low === high ? `${low}` : `${low} to ${high}`;
  return [
    `documents: ${counts.train} to train, ${counts.validation} to validate, ${counts.test} held out, ${skipped.length} skipped`,
    `images: ${images.kept} used as they are, ${images.converted} converted, ${size}`,
    `image tokens: ${range(imageTokens.perDocument)} a document, ${range(imageTokens.training)} an epoch of training, ${range(imageTokens.total)} in all`,
    'Nothing was written. Tokens are estimated from the sizes that AWS publishes; no price is put on them here.',
  ].join('\n');
}

async function prepareOptions(flags: PrepareFlags, source: DocumentSource): Promise<PrepareOptions> {
  const { readLabelMapping } = await import('../../../toolkit/index.ts');
  const task = await readTask(flags, await source.classNames?.());
  const folder = resolve(flags.out);
  const hasOwnPrompt = flags.systemPromptFile !== undefined || flags.taskPromptFile !== undefined;
  const { imageFormat, labelMappingFile, maxSide, maxSkippedShare } = flags;
  return {
    folder,
    name: flags.name ?? basename(folder),
    task,
    ...(hasOwnPrompt && { prompts: await readPrompts(flags, task) }),
    ...(flags.fieldDescription !== undefined && { fieldDescription: flags.fieldDescription }),
    ...(labelMappingFile !== undefined && { labelMapping: await readLabelMapping(labelMappingFile) }),
    seed: flags.seed,
    split: { validation: { fraction: flags.validationSplit }, test: { fraction: flags.testSplit } },
    imageRecipe: {
      ...(maxSide !== undefined && { maxSide }),
      ...(imageFormat !== undefined && { format: imageFormat }),
    },
    ...(maxSkippedShare !== undefined && { maxSkippedShare }),
    s3: {
      bucket: flags.bucketName,
      prefix: flags.directory,
      ...(flags.bucketOwner !== undefined && { bucketOwner: flags.bucketOwner }),
    },
    ...(flags.replace && { replace: true }),
  };
}
