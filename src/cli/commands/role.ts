import type { CommandContext, Register } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { printNext, printResult } from '../output.ts';

interface RoleFlags extends CloudFlags {
  readonly roleName: string;
  readonly trainingDataUri: string[];
  readonly outputUri: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune role create --role-name invoices --training-data-uri s3://b/data/ --output-uri s3://b/out/ --dry-run\n  $ novatune role delete --role-name invoices --local --yes',
  );
  addCloudOptions(command.command('create').description('create it, or bring it up to date, with least privilege'))
    .requiredOption('--role-name <name>', 'name of the role')
    .requiredOption('--training-data-uri <uri...>', 'what the job reads: files, or prefixes that end in /')
    .requiredOption('--output-uri <uri>', 'prefix the job writes to')
    .option('--dry-run', 'print the documents instead')
    .option('--json', 'print JSON')
    .action((flags: RoleFlags) => create(flags, context));
  addCloudOptions(command.command('get').description('trust, policies and tags of a role'))
    .requiredOption('--role-name <name>', 'name of the role')
    .option('--json', 'print JSON')
    .action((flags: RoleFlags) => get(flags, context));
  addCloudOptions(command.command('delete').description('delete a role and its inline policies'))
    .requiredOption('--role-name <name>', 'name of the role')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: RoleFlags) => remove(flags, context));
};

function create(flags: RoleFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { ensureServiceRole, runTags, serviceRoleDocument } = await import('../../toolkit/index.ts');
    const { accountId, region } = await cloud.identity(context.io.signal);
    const options = {
      name: flags.roleName,
      accountId,
      region,
      reads: flags.trainingDataUri,
      outputUri: flags.outputUri,
      tags: runTags(flags.roleName),
    };
    if (flags.dryRun) {
      context.io.stdout.write(`${JSON.stringify(serviceRoleDocument(options), null, 2)}\n`);
      return;
    }
    const role = await ensureServiceRole(cloud, options, context.io.signal);
    printResult(role, () => role.arn, flags.json, context);
    printNext(`novatune job create --role-arn ${role.arn} …`, context);
  });
}

function get(flags: RoleFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const role = await cloud.roles.get(flags.roleName, context.io.signal);
    if (!role) throw await notFound(`There is no role ${flags.roleName}.`);
    printResult(role, () => JSON.stringify(role, null, 2), flags.json, context);
  });
}

function remove(flags: RoleFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    await confirm(
      `Delete the role ${flags.roleName}`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await cloud.roles.delete(flags.roleName, context.io.signal);
    printResult({ deleted: flags.roleName }, () => `deleted ${flags.roleName}`, flags.json, context);
  });
}
