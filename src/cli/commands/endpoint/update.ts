import type { Command } from 'commander';
import type { ConnectedCloud, HostState } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, cloudSuffix, withCloud } from '../../options/cloud.ts';
import { duration } from '../../options/duration.ts';
import { printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { describeDeadline } from '../../render/time-left.ts';
import {
  addName,
  addWaitOptions,
  hostOf,
  type Kind,
  type NameFlags,
  requireEndpoint,
  requireName,
  type WaitFlags,
  waitOptions,
} from './endpoint-flags.ts';
import { leavingNote } from './leaving-note.ts';
import { showDeployEvent } from './show-deploy.ts';
import { addSource, hasSource, requireModel, type SourceFlags, sourceModel } from './source-model.ts';

interface UpdateFlags extends NameFlags, SourceFlags, WaitFlags {
  readonly newName?: string;
  readonly desiredProvisionedModelName?: string;
  /** Milliseconds; false for `--no-ttl`. */
  readonly ttl?: number | false;
}

/** What was changed, for the result. */
interface Changes {
  readonly modelArn?: string;
  readonly name?: string;
  /** ISO 8601; null when it was cancelled. */
  readonly deadline?: string | null;
}

export function addUpdate(kind: Kind, command: Command, context: CommandContext): void {
  addSource(addName(kind, addCloudOptions(command), 'name or ARN'));
  if (kind === 'throughput') {
    command
      .option('--new-name <name>', 'rename it')
      .option('--desired-provisioned-model-name <name>', 'the same as --new-name');
  }
  addWaitOptions(
    command
      .option(
        '--ttl <duration>',
        'have the cloud delete it this long from now, e.g. 4h, whatever was set before',
        duration,
      )
      .option('--no-ttl', 'let it live until somebody deletes it'),
  )
    .option('--json', 'print JSON')
    .action((flags: UpdateFlags) => update(kind, flags, context));
}

async function update(kind: Kind, flags: UpdateFlags, context: CommandContext): Promise<void> {
  const identifier = await requireName(kind, flags);
  const newName = flags.newName ?? flags.desiredProvisionedModelName;
  if (!hasSource(flags) && newName === undefined && flags.ttl === undefined) {
    const { InputError } = await import('../../../toolkit/index.ts');
    throw new InputError(
      'option-invalid',
      'Expected something to change: another model, another name, --ttl or --no-ttl.',
    );
  }
  return withCloud(flags, context, async (cloud) => {
    const state = await requireEndpoint(kind, identifier, cloud, context);
    const deadline = await changeTtl(kind, state, flags, cloud, context);
    const modelArn = hasSource(flags)
      ? (await requireModel(await sourceModel(flags, cloud, context), cloud, context)).modelArn
      : undefined;
    const change = { ...(modelArn !== undefined && { modelArn }), ...(newName !== undefined && { name: newName }) };
    if (newName !== undefined) await bindFirst(kind, state, cloud, context);
    if (Object.keys(change).length > 0) await hostOf(kind, cloud).update(state.arn, change, context.io.signal);
    if (modelArn !== undefined && flags.wait) await follow(kind, state, flags, cloud, context);
    const changes: Changes = { ...change, ...(deadline !== undefined && { deadline }) };
    printResult({ updated: identifier, ...changes }, () => `updated ${identifier}`, flags.json, context);
  });
}

/** @returns the new deadline as ISO 8601, null when it was cancelled, undefined when nothing was asked. */
async function changeTtl(
  kind: Kind,
  state: HostState,
  { ttl }: UpdateFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<string | null | undefined> {
  if (ttl === undefined) return undefined;
  const { cancelTimeToLive, checkTtl, extendTimeToLive } = await import('../../../toolkit/index.ts');
  if (ttl === false) {
    await cancelTimeToLive(state, cloud, io.signal);
    io.stderr.write(`${state.name} now lives until somebody deletes it\n`);
    return null;
  }
  if (state.commitmentEndsAt !== undefined) checkTtl(ttl, state.commitmentEndsAt - cloud.clock.now());
  const progress = createProgress(io);
  const options = { ttlMs: ttl, signal: io.signal };
  const deadline = await drive(extendTimeToLive(kind, state, options, cloud), (event) =>
    showDeployEvent(event, progress, cloud.clock.now()),
  );
  progress.line(`the cloud deletes it by itself at ${describeDeadline(deadline, cloud.clock.now())}`);
  progress.end();
  return new Date(deadline).toISOString();
}

/** A schedule that still names it by its old name would miss it. */
async function bindFirst(kind: Kind, state: HostState, cloud: ConnectedCloud, { io }: CommandContext): Promise<void> {
  const { bindTimeToLive, readTimeToLive } = await import('../../../toolkit/index.ts');
  const ttl = await readTimeToLive(state, cloud, io.signal);
  if (ttl?.deadline !== undefined && !ttl.bound) await bindTimeToLive(kind, state, ttl.deadline, cloud, io.signal);
}

async function follow(
  kind: Kind,
  { arn, name }: HostState,
  flags: UpdateFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<void> {
  const { followEndpoint } = await import('../../../toolkit/index.ts');
  const progress = createProgress(context.io);
  const look = `novatune ${kind} get --name ${name}${cloudSuffix(flags)}`;
  const leave = leavingNote(`The model is swapped without us. Look at it with: ${look}`, context);
  try {
    await drive(followEndpoint(arn, { kind, ...waitOptions(flags, context) }, cloud), (event) =>
      showDeployEvent(event, progress, cloud.clock.now()),
    );
  } finally {
    progress.end();
    leave.end();
  }
}
