import type { Command } from 'commander';
import type { HostState, TimeToLive } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { describeDeadline } from '../../render/time-left.ts';
import { addName, type Kind, type NameFlags, requireEndpoint, requireName } from './endpoint-flags.ts';

export function addGet(kind: Kind, command: Command, context: CommandContext): void {
  addName(kind, addCloudOptions(command), 'name or ARN')
    .option('--json', 'print JSON')
    .action((flags: NameFlags) => get(kind, flags, context));
}

async function get(kind: Kind, flags: NameFlags, context: CommandContext): Promise<void> {
  const name = await requireName(kind, flags);
  return withCloud(flags, context, async (cloud) => {
    const { readTimeToLive } = await import('../../../toolkit/index.ts');
    const state = await requireEndpoint(kind, name, cloud, context);
    const ttl = await readTimeToLive(state, cloud, context.io.signal);
    const now = cloud.clock.now();
    printResult(endpointJson(state, ttl, now), () => describeEndpoint(state, ttl, now), flags.json, context);
  });
}

/** `deadline` is ISO 8601, `remainingSeconds` never below 0; both are absent when the cloud does not delete it by itself. */
const endpointJson = (state: HostState, ttl: TimeToLive | undefined, now: number) => ({
  ...state,
  ...(ttl?.deadline !== undefined && {
    deadline: new Date(ttl.deadline).toISOString(),
    remainingSeconds: Math.max(0, Math.round((ttl.deadline - now) / 1000)),
  }),
});

function describeEndpoint(state: HostState, ttl: TimeToLive | undefined, now: number): string {
  const deletion =
    ttl === undefined
      ? 'never by itself'
      : ttl.deadline === undefined
        ? `by the schedule ${ttl.schedule}, at a time that somebody has changed`
        : describeDeadline(ttl.deadline, now);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['name', state.name],
    ['arn', state.arn],
    ['status', `${state.status}${state.failureMessage === undefined ? '' : `: ${state.failureMessage}`}`],
    ['model', state.modelArn],
    ['next model', state.desiredModelArn],
    ['model units', state.modelUnits?.toString()],
    ['commitment', commitmentText(state)],
    ['created', new Date(state.createdAt).toISOString()],
    ['deleted', deletion],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(12)} ${value}`])).join('\n');
}

const commitmentText = ({ commitment, commitmentEndsAt }: HostState): string | undefined =>
  commitment &&
  `${commitment}${commitmentEndsAt === undefined ? '' : `, until ${new Date(commitmentEndsAt).toISOString()}`}`;
