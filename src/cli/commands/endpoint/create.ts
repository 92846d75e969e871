import type { Command } from 'commander';
import type { ConnectedCloud, DeployOptions } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addBudgetOptions } from '../../options/budget.ts';
import { addCloudOptions, cloudSuffix, withCloud } from '../../options/cloud.ts';
import { duration } from '../../options/duration.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { collectTag } from '../../options/tags.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { confirmPrice, type PaidFlags } from './confirm-price.ts';
import {
  addName,
  addWaitOptions,
  type Kind,
  type NameFlags,
  NOUNS,
  requireEndpoint,
  requireName,
  TERMS,
  termOption,
  type WaitFlags,
  waitOptions,
} from './endpoint-flags.ts';
import { leavingNote } from './leaving-note.ts';
import { showDeployEvent } from './show-deploy.ts';
import { addSource, requireModel, type SourceFlags, sourceModel } from './source-model.ts';

interface CreateFlags extends NameFlags, SourceFlags, PaidFlags, WaitFlags {
  readonly description?: string;
  readonly tag?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly ttl?: number;
  readonly clientRequestToken?: string;
  readonly dryRun?: boolean;
}

/** What one unit can carry is not published for Nova, so the advice is about what is known: price, quota, and that units are final. */
const UNITS = `
Model units: begin with 1. Each is billed by the hour from creation to deletion, idle or not, and needs quota, which is 0 until
AWS grants it. How many tokens a minute a unit carries is not published for Nova: measure yours, and buy more when calls are
throttled. The units of a throughput cannot be changed, but several can serve one model. "novatune cost break-even" says from
how many documents a day throughput is cheaper than an on-demand deployment.`;

export function addCreate(kind: Kind, command: Command, context: CommandContext): void {
  addSource(addName(kind, addCloudOptions(command), 'name'));
  if (kind === 'throughput') {
    command
      .option('--model-units <n>', 'model units; see below', wholeNumber(1), 1)
      .addOption(termOption('--commitment <term>', 'commit for a term: cheaper, and cannot be deleted before its end'))
      .addOption(termOption('--yes-commit <term>', 'the term once more, where there is no terminal to type it on'))
      .addHelpText('after', UNITS);
    addBudgetOptions(command);
  } else {
    command.option('--description <text>', 'kept with the deployment');
  }
  addWaitOptions(
    command
      .option(
        '--ttl <duration>',
        'have the cloud delete it by itself after this, e.g. 2h; outlives this computer',
        duration,
      )
      .option('--tag <key=value>', 'tag it (repeatable)', collectTag)
      .option('--client-request-token <token>', 'the same token never makes a second one (default: from the request)')
      .option('--dry-run', 'print the request, as aws --cli-input-json takes it, instead of sending it'),
  )
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: CreateFlags) => create(kind, flags, context));
}

async function create(kind: Kind, flags: CreateFlags, context: CommandContext): Promise<void> {
  const name = await requireName(kind, flags);
  if (flags.dryRun) {
    // Only a job has to be looked up, and whose account and region a schedule would be in.
    return withCloud(flags, context, (cloud) => printRequest(kind, name, flags, cloud, context), {
      costLine: flags.jobArn !== undefined || flags.ttl !== undefined,
    });
  }
  return withCloud(flags, context, async (cloud) => {
    const { checkTtl, committedMs } = await import('../../../toolkit/index.ts');
    if (flags.ttl !== undefined) checkTtl(flags.ttl, committedMs(flags.commitment && TERMS[flags.commitment]));
    const { modelArn, baseModelArn } = await requireModel(await sourceModel(flags, cloud, context), cloud, context);
    await confirmPrice(kind, name, flags, baseModelArn, cloud, context);
    await perform(modelArn, await deployOptions(kind, name, flags, context), flags, cloud, context);
  });
}

async function deployOptions(
  kind: Kind,
  name: string,
  flags: CreateFlags,
  context: CommandContext,
): Promise<DeployOptions> {
  const { runTags } = await import('../../../toolkit/index.ts');
  const { modelUnits, commitment, description, ttl, clientRequestToken } = flags;
  return {
    kind,
    name,
    tags: { ...runTags(name), ...flags.tag },
    ...(modelUnits !== undefined && { modelUnits }),
    ...(commitment !== undefined && { commitment: TERMS[commitment] }),
    ...(description !== undefined && { description }),
    ...(ttl !== undefined && { ttlMs: ttl }),
    ...(clientRequestToken !== undefined && { clientToken: clientRequestToken }),
    ...waitOptions(flags, context),
  };
}

async function perform(
  modelArn: string,
  options: DeployOptions,
  flags: CreateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { deploy, requestEndpoint } = await import('../../../toolkit/index.ts');
  const { kind = 'deployment', name } = options;
  const suffix = cloudSuffix(flags);
  const progress = createProgress(context.io);
  const leave = leavingNote(
    `The ${NOUNS[kind]} comes up without us${kind === 'throughput' ? ', and bills' : ''}. Look at it with: novatune ${kind} get --name ${name}${suffix}`,
    context,
  );
  try {
    const show = (event: Parameters<typeof showDeployEvent>[0]) => showDeployEvent(event, progress, cloud.clock.now());
    if (flags.wait) {
      const endpoint = await drive(deploy(modelArn, options, cloud), show);
      printResult(endpoint, () => endpoint.arn, flags.json, context);
      printNext(`novatune infer --model-id ${endpoint.arn} --dataset FOLDER${suffix}`, context);
    } else {
      const { arn } = await drive(requestEndpoint(modelArn, options, cloud), show);
      const state = await requireEndpoint(kind, arn, cloud, context);
      printResult(state, () => arn, flags.json, context);
      printNext(`novatune ${kind} get --name ${name}${suffix}`, context);
    }
  } finally {
    progress.end();
    leave.end();
  }
}

/** The request to stdout, so that it can be fed to another client; what a time to live needs before it to stderr. */
async function printRequest(
  kind: Kind,
  name: string,
  flags: CreateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { hostRequest, planTimeToLive } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const model = await sourceModel(flags, cloud, context);
  const options = await deployOptions(kind, name, flags, context);
  const host = kind === 'throughput' ? cloud.throughput : cloud.deployments;
  if (options.ttlMs === undefined) {
    io.stdout.write(`${JSON.stringify(host.preview(hostRequest(model, options)), null, 2)}\n`);
    return;
  }
  const { role, schedule, tags } = await planTimeToLive(options, cloud);
  io.stderr.write(`first the role ${JSON.stringify(role, null, 2)}\n`);
  io.stderr.write(`then the schedule ${JSON.stringify(cloud.schedules.preview(schedule), null, 2)}\n`);
  io.stdout.write(`${JSON.stringify(host.preview(hostRequest(model, { ...options, tags })), null, 2)}\n`);
}
