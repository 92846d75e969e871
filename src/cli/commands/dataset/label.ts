import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type {
  ConnectedCloud,
  ImagePreparation,
  LabelEvent,
  LabelFiles,
  Labeller,
  LabelOptions,
  LabelPlan,
  LabelResult,
  Task,
  UnlabelledDocument,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { requireAskingBudget } from '../../options/asking-budget.ts';
import { addBudgetOptions, type BudgetFlags } from '../../options/budget.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { readTask, type TaskFlags } from '../../options/task.ts';
import { printNext, printResult } from '../../output.ts';
import { readTextFile } from '../../read-text.ts';
import { drive } from '../../render/drive.ts';
import { describeAgreement, describePlan } from '../../render/label.ts';
import { createProgress, type Progress } from '../../render/progress.ts';

interface LabelFlags extends CloudFlags, BudgetFlags, Omit<TaskFlags, 'answerFormat'> {
  readonly images: string;
  readonly modelId: string;
  readonly secondModel?: string;
  readonly secondPromptFile?: string;
  readonly minAgreement?: number;
  readonly out: string;
  readonly bom?: boolean;
  readonly force?: boolean;
  readonly limit?: number;
  readonly concurrency: number;
  readonly rpm?: number;
  readonly maxSide?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function registerLabel(command: Command, context: CommandContext): void {
  addBudgetOptions(addCloudOptions(addLabelTask(command)))
    .requiredOption('--model-id <id>', 'the model to ask: base model, inference profile, deployment or throughput')
    .option('--second-model <id>', 'ask this model too; only what both agree on becomes a label')
    .option('--second-prompt-file <file>', 'task prompt of the second opinion')
    .option('--min-agreement <share>', 'exit 3 when the two agree on a smaller share, 0 to 1', realNumber(0, 1))
    .requiredOption('--out <csv>', 'labels; journal, errors and review queue are written beside it')
    .option('--bom', 'begin CSV files with a byte order mark, for Excel')
    .option('--force', 'replace files that are there')
    .option('--limit <n>', 'only the first n images', wholeNumber(1))
    .option('--concurrency <n>', 'calls at once, at most; adapts to what the service takes', wholeNumber(1, 256), 16)
    .option('--rpm <n>', 'calls per minute and model, at most', wholeNumber(1))
    .option('--max-side <pixels>', 'longest side of an image; larger ones are shrunk', wholeNumber(25, 8000))
    .option('--dry-run', 'print counts and an estimate of tokens; ask and write nothing')
    .option('--yes', 'do not ask before calling a paid model')
    .option('--json', 'print JSON')
    .action((flags: LabelFlags) => labelImages(flags, context));
}

const addLabelTask = (command: Command): Command =>
  command
    .requiredOption('--images <folder>', 'images to label, at any depth')
    .addOption(
      new Option('--task <kind>', 'what to ask').choices(['classification', 'extraction']).default('classification'),
    )
    .option('--classes-file <file>', 'CSV or JSON with name, description (default: the 16 RVL-CDIP classes)')
    .addOption(
      new Option(
        '--class-spelling <word>',
        'how the RVL-CDIP class is spelt; the second is the data set’s own',
      ).choices(['advertisement', 'advertissement']),
    )
    .option('--field <name>', 'key of the answer (default: type, or seller for extraction)')
    .option('--field-description <text>', 'what the field is, one sentence, when you write no prompt of your own')
    .option('--system-prompt-file <file>', 'your own system prompt')
    .option(
      '--task-prompt-file <file>',
      'your own task prompt; {{classes}} stands for the table of classes, the rule for the form of the answer is added',
    );

async function labelImages(flags: LabelFlags, context: CommandContext): Promise<void> {
  const { labelFiles, listImages, requireReplaceable } = await import('../../../toolkit/index.ts');
  const files = labelFiles(resolve(context.io.cwd, flags.out));
  const options = { ...(await labelOptions(flags, files)), signal: context.io.signal };
  const all = await listImages(resolve(context.io.cwd, flags.images));
  const images = all.slice(0, flags.limit ?? all.length);
  if (flags.dryRun) {
    const plan = await planOf(images, options);
    const { documents, toAsk, tokens } = plan;
    printResult({ documents: documents.length, toAsk, tokens }, () => describePlan(plan), flags.json, context);
    return;
  }
  await requireReplaceable(files, flags);
  await withCloud(flags, context, async (cloud) => {
    const { label, writeLabels } = await import('../../../toolkit/index.ts');
    await requireLabelBudget(images, options, flags, cloud, context);
    await confirm(`Ask ${modelsOf(options)} about up to ${images.length} images, which is paid`, flags, cloud, context);
    const progress = createProgress(context.io);
    const result = await drive(label(images, options, cloud), (event) => showEvent(event, progress));
    progress.end();
    await writeLabels(result, files, { byteOrderMark: flags.bom === true, force: flags.force === true });
    report(result, files, flags, context);
  });
}

/** What an earlier run has labelled costs nothing, so with its journal the images are looked at first. @throws {BudgetError} `over-budget` */
async function requireLabelBudget(
  images: readonly UnlabelledDocument[],
  options: LabelOptions,
  flags: LabelFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { DEFAULT_LABEL_PARAMETERS } = await import('../../../toolkit/index.ts');
  const all = { first: images.length, second: images.length };
  const toAsk = existsSync(options.journalFile) ? (await planOf(images, options)).toAsk : all;
  const { first, second, parameters = DEFAULT_LABEL_PARAMETERS } = options;
  // An answer that is no label is asked for once more.
  const asked = ({ modelId, prompts }: Labeller, calls: number) => ({
    modelId,
    prompts,
    calls: { low: calls, high: 2 * calls },
  });
  const models = [asked(first, toAsk.first), ...(second ? [asked(second, toAsk.second)] : [])];
  await requireAskingBudget({ step: 'labelling', models, maxTokens: parameters.maxTokens }, flags, cloud, context);
}

async function planOf(images: readonly UnlabelledDocument[], options: LabelOptions): Promise<LabelPlan> {
  const { LabelJournal, planLabels } = await import('../../../toolkit/index.ts');
  const journal = await LabelJournal.open(options.journalFile);
  return planLabels(images, options, journal);
}

async function labelOptions(flags: LabelFlags, files: LabelFiles): Promise<LabelOptions> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const task = await readTask(flags);
  const first = await labeller(flags.modelId, task, flags, flags.taskPromptFile);
  const isPaired = flags.secondModel !== undefined || flags.secondPromptFile !== undefined;
  if (flags.minAgreement !== undefined && !isPaired) {
    throw new InputError('option-invalid', 'Expected a second opinion with --min-agreement, and there is none.', {
      remedy: 'Add --second-model or --second-prompt-file.',
    });
  }
  const secondPromptFile = flags.secondPromptFile ?? flags.taskPromptFile;
  return {
    task,
    first,
    ...(isPaired && { second: await labeller(flags.secondModel ?? flags.modelId, task, flags, secondPromptFile) }),
    journalFile: files.journal,
    images: await preparation(flags),
    concurrency: flags.concurrency,
    ...(flags.rpm !== undefined && { requestsPerMinute: flags.rpm }),
  };
}

async function labeller(
  modelId: string,
  task: Task,
  flags: LabelFlags,
  taskPromptFile: string | undefined,
): Promise<Labeller> {
  const { fillPrompts, labellingPrompts } = await import('../../../toolkit/index.ts');
  const { systemPromptFile, fieldDescription } = flags;
  const own = fillPrompts(
    {
      system: systemPromptFile === undefined ? '' : await readTextFile(systemPromptFile, 'system prompt'),
      task: taskPromptFile === undefined ? '' : await readTextFile(taskPromptFile, 'task prompt'),
    },
    { ...task, answerFormat: 'json' },
  );
  const prompts = labellingPrompts(task, {
    ...(systemPromptFile !== undefined && { system: own.system }),
    ...(taskPromptFile !== undefined && { task: own.task }),
    ...(fieldDescription !== undefined && { fieldDescription }),
  });
  return { modelId, prompts };
}

/** Images go to the model as they would go into a data set. */
async function preparation({ maxSide }: LabelFlags): Promise<ImagePreparation> {
  const { DEFAULT_MAX_SIDE, prepareImage } = await import('../../../toolkit/index.ts');
  const recipe = { maxSide: maxSide ?? DEFAULT_MAX_SIDE, format: 'auto' } as const;
  return { recipe: JSON.stringify(recipe), make: (bytes) => prepareImage(bytes, recipe) };
}

const modelsOf = ({ first, second }: LabelOptions): string =>
  [...new Set([first.modelId, ...(second ? [second.modelId] : [])])].join(' and ');

function showEvent(event: LabelEvent, progress: Progress): void {
  if (event.type === 'labelling-planned') {
    progress.line(describePlan(event.plan));
    return;
  }
  const { opinion, document, done, total, pace } = event;
  tokensSpent.set(progress, (tokensSpent.get(progress) ?? 0) + event.inputTokens + event.outputTokens);
  const slowed = pace.refused === 0 ? '' : ` · throttled ${pace.refused}×, ${Math.round(pace.perMinute ?? 0)}/min`;
  progress.update(`${opinion} opinion`, done, total, `${tokensSpent.get(progress)} tokens${slowed}`);
  if (event.type === 'document-unlabelled') progress.line(`no label for ${document}: ${event.code}: ${event.message}`);
}

/** Of this run, by its progress. */
const tokensSpent = new WeakMap<Progress, number>();

function report(result: LabelResult, files: LabelFiles, flags: LabelFlags, context: CommandContext): void {
  const { documents, labels, disagreements, unlabelled, agreement, spent } = result;
  const counts = {
    documents,
    labelled: labels.length,
    disagreements: disagreements.length,
    unlabelled: unlabelled.length,
  };
  const written = {
    labels: files.labels,
    journal: files.journal,
    ...(unlabelled.length > 0 && { errors: files.errors }),
    ...(disagreements.length > 0 && { review: files.review }),
  };
  const text = () =>
    [
      `${files.labels}: ${labels.length} of ${documents} images labelled with ${spent.calls} calls, ${spent.inputTokens} tokens in, ${spent.outputTokens} out`,
      ...(agreement ? [describeAgreement(agreement)] : []),
      ...(disagreements.length > 0 ? [`${files.review}: ${disagreements.length} to decide by a person`] : []),
      ...(unlabelled.length > 0
        ? [`${files.errors}: ${unlabelled.length} without a label; run again to ask about them once more`]
        : []),
    ].join('\n');
  printResult({ ...counts, ...(agreement && { agreement }), spent, files: written }, text, flags.json, context);
  const isLow = agreement !== undefined && agreement.rate.value < (flags.minAgreement ?? 0);
  if (unlabelled.length > 0) context.exitWith(EXIT.partial);
  else if (isLow) context.exitWith(EXIT.checkFailed);
  else printNext(`novatune dataset audit --images ${flags.images} --labels ${flags.out}`, context);
}
