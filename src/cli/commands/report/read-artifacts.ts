import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { JobDetails, ReportInput, Scores } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { readTruth, type TruthFlags } from '../../options/truth.ts';
import { readTextFile } from '../../read-text.ts';
import { packageVersion } from '../../version.ts';
import { scorePredictions } from '../evaluate/score-predictions.ts';

export interface ArtifactFlags extends TruthFlags {
  readonly base?: string;
  readonly tuned?: string;
  readonly audit?: string;
  readonly job?: string;
  readonly metrics?: string;
  readonly title?: string;
}

/**
 * What the report is made from: all that a run has left, loose files, or both; a file that a flag names goes before the run's own.
 * @throws {InputError} `run-not-found`, `report-empty`, `artifact-invalid`, and those of reading and comparing scores
 */
export async function readArtifacts(
  folder: string | undefined,
  flags: ArtifactFlags,
  context: CommandContext,
): Promise<ReportInput> {
  const { compare, InputError } = await import('../../../toolkit/index.ts');
  const run: ReportInput = folder === undefined ? emptyInput(flags) : await readRun(resolve(context.io.cwd, folder));
  const loose = await readLoose(flags, context);
  const input = { ...run, ...loose, ...(flags.title !== undefined && { title: flags.title }) };
  if (!input.base && !input.tuned && !input.dataset && !input.job && !input.trainingLoss && !input.audit) {
    throw new InputError('report-empty', 'Expected a run folder or artifacts to report on, and there are none.', {
      remedy: 'Name a run folder, or files: novatune report --base base.json --tuned tuned.json --output report.html',
    });
  }
  const { base, tuned } = input;
  // Scores that were named are not those that the run compared.
  const isCompared = input.comparison && !loose.base && !loose.tuned;
  return {
    ...input,
    rehearsal: input.rehearsal || isRehearsed(input),
    ...(base && tuned && !isCompared && { comparison: compare(base, tuned) }),
  };
}

/** Account of the embedded cloud, which AWS gives to nobody: it is the one of its examples. */
const LOCAL_ACCOUNT = /^arn:[^:]*:bedrock:[^:]*:111122223333:/;

/** Loose files do not say where they come from, but ARNs do. */
const isRehearsed = ({ base, tuned, job }: ReportInput): boolean =>
  [base?.modelId, tuned?.modelId, job?.job_arn].some((id) => id !== undefined && LOCAL_ACCOUNT.test(id));

const emptyInput = ({ tuned, base, dataset }: ArtifactFlags): ReportInput => {
  const named = dataset ?? tuned ?? base ?? 'report';
  return {
    title: basename(named, extname(named)),
    createdAt: new Date().toISOString(),
    novatuneVersion: packageVersion(),
    nodeVersion: process.versions.node,
    rehearsal: false,
  };
};

async function readRun(folder: string): Promise<ReportInput> {
  const { ARTIFACTS, bundledPrices, InputError, openRunFolder, readReportInput } = await import(
    '../../../toolkit/index.ts'
  );
  if (![ARTIFACTS.run, ARTIFACTS.job, ARTIFACTS.dataset].some((name) => existsSync(join(folder, name)))) {
    throw new InputError(
      'run-not-found',
      `Expected a run folder at ${folder}, and there is no ${ARTIFACTS.run} in it.`,
      { remedy: 'Name the folder that novatune run was given.' },
    );
  }
  return readReportInput(await openRunFolder(folder), {
    novatuneVersion: packageVersion(),
    nodeVersion: process.versions.node,
    prices: bundledPrices(),
    now: Date.now(),
  });
}

async function readLoose(flags: ArtifactFlags, context: CommandContext): Promise<Partial<ReportInput>> {
  const { bundledPrices, readDataset, readLocalMetrics } = await import('../../../toolkit/index.ts');
  const at = (file: string) => resolve(context.io.cwd, file);
  const { dataset, base, tuned, audit, job, metrics } = flags;
  const losses = metrics === undefined ? undefined : await readLocalMetrics(at(metrics));
  return {
    ...(dataset !== undefined && { dataset: await readDataset(at(dataset)) }),
    ...(base !== undefined && { base: await readScores(base, flags, context) }),
    ...(tuned !== undefined && { tuned: await readScores(tuned, flags, context) }),
    ...(audit !== undefined && {
      audit: await readArtifact<NonNullable<ReportInput['audit']>>(at(audit), 'a label audit', ['findings', 'summary']),
    }),
    ...(job !== undefined && {
      job: await readArtifact<JobDetails>(at(job), 'job details', ['job_arn', 'hyperparameters', 'creation_time']),
      prices: bundledPrices(),
    }),
    ...(losses && { trainingLoss: losses.training, validationLoss: losses.validation }),
  };
}

/** Scores are taken as they are, predictions are scored against the truth that the flags name. */
async function readScores(file: string, flags: ArtifactFlags, context: CommandContext): Promise<Scores> {
  const path = resolve(context.io.cwd, file);
  const content = parseJson(await readTextFile(path, 'scores or predictions of a model'));
  if (hasKeys(content, ['outcomes', 'accuracy'])) return content as Scores;
  return (await scorePredictions(path, await readTruth(flags, context), {})).scores;
}

/** @throws {InputError} `artifact-invalid` */
async function readArtifact<Artifact>(file: string, what: string, keys: readonly string[]): Promise<Artifact> {
  const content = parseJson(await readTextFile(file, what));
  if (hasKeys(content, keys)) return content as Artifact;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'artifact-invalid',
    `Expected ${what} as JSON with ${keys.join(', ')} in ${file}, and they are not there.`,
    { remedy: 'Name a file that novatune wrote.' },
  );
}

const hasKeys = (content: unknown, keys: readonly string[]): boolean =>
  typeof content === 'object' && content !== null && keys.every((key) => key in content);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // JSON Lines, or told by the caller.
  }
}
