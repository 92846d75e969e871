import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { notFound } from '../../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printResult } from '../../output.ts';

interface DeleteFlags extends CloudFlags {
  readonly roleName: string;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function registerDelete(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .requiredOption('--role-name <name>', 'name of the role')
    .option('--force', 'also a role that novatune has not made')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: DeleteFlags) => remove(flags, context));
}

function remove(flags: DeleteFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { InputError, isTagged } = await import('../../../toolkit/index.ts');
    const { signal } = context.io;
    const role = await cloud.roles.get(flags.roleName, signal);
    if (!role) throw await notFound(`There is no role ${flags.roleName}.`);
    if (!flags.force && !isTagged(role.tags)) {
      throw new InputError('role-not-ours', `The role ${flags.roleName} was not made by novatune.`, {
        remedy: 'Delete it with --force if you are sure.',
      });
    }
    const answer = { ...(flags.yes && { yes: true }), destructive: true };
    await confirm(`Delete the role ${flags.roleName}`, answer, cloud, context);
    await cloud.roles.delete(flags.roleName, signal);
    printResult({ deleted: flags.roleName }, () => `deleted ${flags.roleName}`, flags.json, context);
  });
}
