import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ConnectedCloud, FilesOptions, Finding, RecordsSummary, TrainingFile } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printNext } from '../../output.ts';
import { openReportOutput } from './report-output.ts';

interface ValidateFlags extends CloudFlags {
  readonly validationFile?: string;
  readonly baseModel?: string;
  readonly method?: 'sft' | 'rft' | 'distillation' | 'canvas';
  readonly bucketName?: string;
  readonly checkMedia?: boolean;
  readonly allowRepeats?: boolean;
  readonly format?: 'text' | 'json' | 'sarif';
  readonly json?: boolean;
  readonly out?: string;
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly fixedFile?: string;
}

export function registerValidate(command: Command, context: CommandContext): void {
  addCloudOptions(
    command
      .argument('<path>', 'data set folder, .jsonl file, or s3://bucket/key.jsonl')
      .option('--validation-file <path>', 'validation records, compared with the training records')
      .addOption(
        new Option('--method <method>', 'what the records are for (default: told from the first records)').choices([
          'sft',
          'rft',
          'distillation',
          'canvas',
        ]),
      )
      .option('--base-model <model>', 'rules of this model (default: the usual one of the method)')
      .option('--bucket-name <bucket>', 'bucket that the file will be in; media must be there too')
      .option('--check-media', 'look at every image, video and document where its URI points')
      .option('--allow-repeats', 'records are repeated on purpose')
      .addOption(
        new Option('--format <format>', 'how findings are printed').choices(['text', 'json', 'sarif']).default('text'),
      )
      .option('--json', 'same as --format json')
      .option('--out <file>', 'write the findings to a new file')
      .option('--max-warnings <number>', 'fail on more warnings than this', wholeNumber(0))
      .option('--fix', 'write a corrected copy beside the input, name.fixed.jsonl, and say what was changed')
      .option('--fixed-file <file>', 'name of the corrected copy'),
  ).action((path: string, flags: ValidateFlags) => runValidate(path, flags, context));
}

async function runValidate(path: string, flags: ValidateFlags, context: CommandContext): Promise<void> {
  const needsCloud = [path, flags.validationFile].some((one) => one?.startsWith('s3://')) || flags.checkMedia === true;
  const isFolder = !path.startsWith('s3://') && (await isDirectory(path));
  if (needsCloud && !isFolder) await withCloud(flags, context, (cloud) => check(path, flags, context, cloud));
  else await check(path, flags, context, undefined, isFolder);
}

async function check(
  path: string,
  flags: ValidateFlags,
  context: CommandContext,
  cloud?: ConnectedCloud,
  isFolder = false,
): Promise<void> {
  const { FindingCounts, findingReport } = await import('../../../toolkit/index.ts');
  const { packageVersion } = await import('../../version.ts');
  const format = flags.json ? 'json' : (flags.format ?? 'text');
  const report = findingReport(format, packageVersion());
  const output = await openReportOutput(flags.out, context);
  const counts = new FindingCounts();
  try {
    await output.write(report.begin());
    const work = isFolder ? await checkFolder(path, flags, context) : await checkFiles(path, flags, context, cloud);
    let step = await work.next();
    for (; step.done !== true; step = await work.next()) {
      counts.add(step.value);
      await output.write(report.finding(step.value));
    }
    await output.write(report.end(step.value));
    await output.finish();
    if (step.value.methodDetected && format !== 'text')
      context.io.stderr.write(`method: ${step.value.method}, told from the records\n`);
    if (flags.fix === true) await fix(path, isFolder, { ...flags, method: step.value.method }, context, cloud);
  } finally {
    await output.discard();
  }
  const { error, warning } = counts.bySeverity;
  if (error > 0 || (flags.maxWarnings !== undefined && warning > flags.maxWarnings)) context.exitWith(EXIT.checkFailed);
  else if (isFolder) printNext(`novatune dataset upload ${path}`, context);
}

type Findings = AsyncGenerator<Finding, RecordsSummary>;

async function checkFiles(
  path: string,
  flags: ValidateFlags,
  context: CommandContext,
  cloud: ConnectedCloud | undefined,
): Promise<Findings> {
  const { validateFiles } = await import('../../../toolkit/index.ts');
  const files: TrainingFile[] = [{ path, split: 'train' }];
  if (flags.validationFile !== undefined) files.push({ path: flags.validationFile, split: 'validation' });
  return validateFiles(files, {
    ...rulesOf(flags, context),
    ...(flags.bucketName && { bucket: flags.bucketName }),
    ...(cloud && { store: cloud.objects }),
    checkMedia: flags.checkMedia ?? false,
  });
}

async function checkFolder(path: string, flags: ValidateFlags, context: CommandContext): Promise<Findings> {
  const { readDataset, validate } = await import('../../../toolkit/index.ts');
  const dataset = await readDataset(resolve(path));
  return onlyFindings(validate(dataset, rulesOf(flags, context)));
}

function rulesOf(
  flags: ValidateFlags,
  { io }: CommandContext,
): Pick<FilesOptions, 'model' | 'method' | 'repeats' | 'signal'> {
  return {
    ...(flags.baseModel && { model: flags.baseModel }),
    ...(flags.method && { method: flags.method }),
    repeats: flags.allowRepeats ?? false,
    signal: io.signal,
  };
}

async function* onlyFindings<Event extends { readonly type: string }>(
  work: AsyncGenerator<Event | { readonly type: 'finding'; readonly finding: Finding }, RecordsSummary>,
): Findings {
  let step = await work.next();
  for (; step.done !== true; step = await work.next()) if ('finding' in step.value) yield step.value.finding;
  const { records, method, methodDetected, model } = step.value;
  return { records, method, methodDetected, model };
}

/** Writes corrected copies; what was changed goes to stderr, since stdout holds the findings. */
async function fix(
  path: string,
  isFolder: boolean,
  flags: ValidateFlags,
  context: CommandContext,
  cloud: ConnectedCloud | undefined,
): Promise<void> {
  const { fixFile } = await import('../../../toolkit/index.ts');
  const { stderr, signal } = context.io;
  const training = isFolder ? join(path, 'train.jsonl') : path;
  for (const from of [training, ...(flags.validationFile ? [flags.validationFile] : [])]) {
    const to = (from === training ? flags.fixedFile : undefined) ?? fixedName(from);
    const work = fixFile(from, {
      to,
      signal,
      repeats: flags.allowRepeats ?? false,
      ...(flags.method && { method: flags.method }),
      ...(flags.bucketName && { bucket: flags.bucketName }),
      ...(cloud && { store: cloud.objects }),
    });
    let step = await work.next();
    for (; step.done !== true; step = await work.next()) {
      const { line, pointer, code, message } = step.value;
      stderr.write(`${from}:${line}${pointer === undefined ? '' : ` ${pointer}`} fixed ${code}: ${message}\n`);
    }
    stderr.write(`${to}: ${step.value.records} records, ${step.value.changes} changes\n`);
  }
}

/** `a/train.jsonl` → `a/train.fixed.jsonl`; a copy of an object comes into the working folder. */
function fixedName(from: string): string {
  const folder = from.startsWith('s3://') ? '.' : dirname(from);
  const extension = extname(from);
  return join(folder, `${basename(from, extension)}.fixed${extension || '.jsonl'}`);
}

async function isDirectory(path: string): Promise<boolean> {
  const { stat } = await import('node:fs/promises');
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
