import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

export function registerList(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .option('--json', 'print JSON')
    .action((flags: CloudFlags) =>
      withCloud(flags, context, async (cloud) => {
        const { findMonitors } = await import('../../../toolkit/index.ts');
        const monitors = await findMonitors({ signal: context.io.signal }, cloud);
        const rows = monitors.map(({ name, modelId = '-', alarms, rule }) => [
          name,
          `${alarms.filter(({ state }) => state === 'ALARM').length} of ${alarms.length}`,
          rule ? 'yes' : 'no',
          modelId,
        ]);
        const text = () =>
          rows.length === 0 ? 'no monitors' : formatTable(['name', 'in alarm', 'job events', 'endpoint'], rows);
        printResult(monitors, text, flags.json, context);
      }),
    );
}
