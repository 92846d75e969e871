import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { collectTag } from '../../options/tags.ts';
import { printNext, printResult } from '../../output.ts';
import { addNeedsFlags, type NeedsFlags, roleNeeds } from './needs-flags.ts';

interface CreateFlags extends CloudFlags, NeedsFlags {
  readonly roleName: string;
  readonly trainingDataUri: string[];
  readonly outputUri: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly extend?: boolean;
  readonly adopt?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function registerCreate(command: Command, context: CommandContext): void {
  const named = addCloudOptions(command)
    .requiredOption('--role-name <name>', 'name of the role')
    .requiredOption('--training-data-uri <uri...>', 'what the job reads: files, or prefixes that end in /')
    .requiredOption('--output-uri <uri>', 'prefix the job writes to');
  addNeedsFlags(named)
    .option('--tag <key=value>', 'tag it (repeatable)', collectTag)
    .option('--extend', 'keep the rights that an earlier call gave (default: replace them)')
    .option('--adopt', 'change a role that novatune has not made; its other policies stay')
    .option('--dry-run', 'print the documents instead')
    .option('--json', 'print JSON')
    .action((flags: CreateFlags) => create(flags, context));
}

function create(flags: CreateFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { ensureServiceRole, planRole, runTags } = await import('../../../toolkit/index.ts');
    const { signal } = context.io;
    const { accountId, region } = await cloud.identity(signal);
    const options = {
      name: flags.roleName,
      accountId,
      region,
      ...(await roleNeeds(flags)),
      tags: { ...runTags(flags.roleName), ...flags.tag },
      earlier: flags.extend ? ('extend' as const) : ('replace' as const),
      adopt: flags.adopt ?? false,
    };
    if (flags.dryRun) {
      context.io.stdout.write(`${JSON.stringify(await planRole(cloud, options, signal), null, 2)}\n`);
      return;
    }
    await announceCloud(cloud, context);
    const role = await ensureServiceRole(cloud, options, signal);
    printResult(role, () => role.arn, flags.json, context);
    printNext(`novatune job create --role-arn ${role.arn} …`, context);
  });
}
