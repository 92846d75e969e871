import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

interface ListFlags extends CloudFlags {
  readonly nameContains?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function registerList(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .option('--name-contains <text>', 'only names with this in them')
    .option('--all', 'those of others too')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => list(flags, context));
}

/** IAM tells tags of one role at a time, so a name in common makes this quicker. */
function list(flags: ListFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { isTagged, RUN_TAG } = await import('../../../toolkit/index.ts');
    const { signal } = context.io;
    const roles: { name: string; arn: string; ours: boolean; run: string }[] = [];
    for await (const { name, arn } of cloud.roles.list(signal)) {
      if (flags.nameContains !== undefined && !name.includes(flags.nameContains)) continue;
      const tags = (await cloud.roles.get(name, signal))?.tags ?? {};
      const ours = isTagged(tags);
      if (ours || flags.all) roles.push({ name, arn, ours, run: tags[RUN_TAG] ?? '' });
    }
    const rows = roles.map(({ name, ours, run, arn }) => [name, ours ? 'yes' : 'no', run, arn]);
    printResult(roles, () => formatTable(['name', 'ours', 'run', 'arn'], rows), flags.json, context);
  });
}
