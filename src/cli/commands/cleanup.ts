import type { Resource } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addCloudOptions, announceCloud, type CloudFlags, withCloud } from '../options/cloud.ts';
import { printNext, printResult } from '../output.ts';
import { collect, drive } from '../render/drive.ts';
import { formatTable } from '../render/table.ts';

interface CleanupFlags extends CloudFlags {
  readonly run?: string;
  readonly prefix?: string[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addCloudOptions(command)
    .option('--run <name>', 'only what this run made')
    .option('--prefix <uri...>', 'S3 prefixes to empty too, s3://bucket/prefix/')
    .option('--yes', 'delete; without it everything is only listed')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune cleanup --local\n  $ novatune cleanup --run invoices-1 --prefix s3://my-bucket/runs/invoices-1/ --yes',
    )
    .action((flags: CleanupFlags) => run(flags, context));
};

function run(flags: CleanupFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { cleanup, findResources } = await import('../../toolkit/index.ts');
    await announceCloud(cloud, context);
    const options = {
      ...(flags.run !== undefined && { run: flags.run }),
      ...(flags.prefix && { prefixes: flags.prefix }),
      signal: context.io.signal,
    };
    const resources = await collect(findResources(options, cloud));
    if (!flags.yes) {
      printResult({ dryRun: true, resources }, () => describe(resources), flags.json, context);
      if (resources.length > 0) printNext('the same with --yes to delete them', context);
      return;
    }
    const summary = await drive(cleanup(resources, { signal: context.io.signal }, cloud), (event) => {
      const { kind, name } = event.resource;
      context.io.stderr.write(
        event.type === 'resource-deleted' ? `deleted ${kind} ${name}\n` : `kept ${kind} ${name}: ${event.reason}\n`,
      );
    });
    printResult(summary, () => `${summary.deleted.length} deleted, ${summary.kept.length} kept`, flags.json, context);
    if (summary.kept.length > 0) context.exitWith(EXIT.partial);
  });
}

function describe(resources: readonly Resource[]): string {
  if (resources.length === 0) return 'nothing found that novatune made';
  return formatTable(
    ['kind', 'name', 'bills'],
    resources.map(({ kind, name, bills = 'nothing' }) => [kind, name, bills]),
  );
}
