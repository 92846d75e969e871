import type { Command } from 'commander';
import type { RoleInspection } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { notFound } from '../../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { addNeedsFlags, type NeedsFlags, roleNeeds } from './needs-flags.ts';

interface GetFlags extends CloudFlags, NeedsFlags {
  readonly roleName: string;
  readonly json?: boolean;
}

export function registerGet(command: Command, context: CommandContext): void {
  const named = addCloudOptions(command)
    .requiredOption('--role-name <name>', 'name of the role')
    .option('--training-data-uri <uri...>', 'what a job would read: says what the role lacks for it')
    .option('--output-uri <uri>', 'prefix a job would write to');
  addNeedsFlags(named)
    .option('--json', 'print JSON')
    .action((flags: GetFlags) => get(flags, context));
}

function get(flags: GetFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { InputError, inspectRole } = await import('../../../toolkit/index.ts');
    const { trainingDataUri, outputUri } = flags;
    if ((trainingDataUri === undefined) !== (outputUri === undefined)) {
      throw new InputError('option-invalid', 'Expected --training-data-uri and --output-uri together.');
    }
    const needs = trainingDataUri && outputUri ? await roleNeeds({ ...flags, trainingDataUri, outputUri }) : undefined;
    const role = await inspectRole(cloud, flags.roleName, needs, context.io.signal);
    if (!role) throw await notFound(`There is no role ${flags.roleName}.`);
    printResult(role, () => describeRole(role), flags.json, context);
    const { missing = [], trustProblems } = role;
    if (needs && missing.length + trustProblems.length > 0) context.exitWith(EXIT.checkFailed);
  });
}

function describeRole({ arn, ours, tags, trust, trustProblems, policies, attachedPolicies, missing }: RoleInspection) {
  return [
    arn,
    `made by novatune: ${ours ? 'yes' : 'no'}`,
    `tags: ${JSON.stringify(tags)}`,
    `trust: ${JSON.stringify(trust, null, 2)}`,
    ...trustProblems.map((problem) => `  problem: ${problem}`),
    ...Object.entries(policies).map(([name, policy]) => `policy ${name}: ${JSON.stringify(policy, null, 2)}`),
    ...attachedPolicies.map((policy) => `attached, not looked into: ${policy}`),
    ...(missing ?? []).map(({ action, resource }) => `missing: ${action} on ${resource}`),
    ...(missing?.length === 0 ? ['nothing is missing'] : []),
  ].join('\n');
}
