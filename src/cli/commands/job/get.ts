import type { Command } from 'commander';
import type { JobState } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printNext, printResult } from '../../output.ts';
import { paintFor } from '../../render/colour.ts';
import { describePhases, describeStall } from './describe-phases.ts';
import { addWhichJob, findJob, type WhichJobFlags } from './which-job.ts';

interface GetFlags extends CloudFlags, WhichJobFlags {
  readonly json?: boolean;
}

export function registerGet(command: Command, context: CommandContext): void {
  addWhichJob(addCloudOptions(command))
    .option('--json', 'print JSON')
    .action((flags: GetFlags) => get(flags, context));
}

function get(flags: GetFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { findStall, phaseAges, toJobDetails } = await import('../../../toolkit/index.ts');
    const state = await findJob(flags, cloud, context);
    const now = cloud.clock.now();
    printResult(
      toJobDetails(state),
      () => describeJob(state, describePhases(phaseAges(state, now))),
      flags.json,
      context,
    );
    const { io } = context;
    const stall = findStall(state, now);
    if (stall) io.stderr.write(`${paintFor(io, io.stderr).yellow(describeStall(stall, state.jobArn))}\n`);
    if (state.status === 'InProgress') printNext(`novatune job watch --job-arn ${state.jobArn}`, context);
  });
}

function describeJob(state: JobState, phases: string): string {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['job', state.jobName],
    ['status', state.status],
    ['reason', state.failureMessage],
    ['phases', phases],
    ['created', time(state.createdAt)],
    ['ended', state.endedAt === undefined ? undefined : time(state.endedAt)],
    ['way', state.customizationType],
    ['base model', state.baseModelArn.split('/').at(-1)],
    ['hyperparameters', listed(state.hyperparameters)],
    ['training data', state.trainingDataUri],
    ['validation data', state.validationDataUri],
    ['output', state.outputUri],
    ['role', state.roleArn],
    ['key', state.kmsKeyArn],
    ['network', state.vpc && [...state.vpc.subnetIds, ...state.vpc.securityGroupIds].join(', ')],
    ['training loss', state.trainingLoss?.toFixed(4)],
    ['validation loss', state.validationLoss?.toFixed(4)],
    ['model', state.modelArn ?? state.modelName],
    ['arn', state.jobArn],
  ];
  const shown = lines.flatMap(([name, value]) => (value ? [`${name.padEnd(16)}${value}`] : []));
  return shown.join('\n');
}

const listed = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
