import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printResult } from '../../output.ts';
import { requireMonitor } from './require-monitor.ts';

interface DeleteFlags extends CloudFlags {
  readonly name: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function registerDelete(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .requiredOption('--name <name>', 'name of the monitor')
    .option('--dry-run', 'print what would be deleted')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: DeleteFlags) => remove(flags, context));
}

function remove(flags: DeleteFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { deleteMonitor } = await import('../../../toolkit/index.ts');
    const monitor = await requireMonitor(flags.name, cloud, context);
    const names = [...monitor.alarms.map(({ name }) => name), ...(monitor.rule ? [monitor.rule.name] : [])];
    if (flags.dryRun) {
      printResult({ wouldDelete: names }, () => names.join('\n'), flags.json, context);
      return;
    }
    const question = `Delete ${names.join(', ')}`;
    await confirm(question, { ...(flags.yes && { yes: true }), destructive: true }, cloud, context);
    const deleted = await deleteMonitor(monitor, { signal: context.io.signal }, cloud);
    printResult({ deleted }, () => deleted.map((name) => `deleted ${name}`).join('\n'), flags.json, context);
  });
}
