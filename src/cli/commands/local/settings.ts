import { type Command, InvalidArgumentError } from 'commander';
import type { CloudSettings } from '../../../local-cloud/index.ts';
import type { CommandContext } from '../../command.ts';
import { explained } from '../../local-cloud.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

type SettingValues = Readonly<Record<string, string | number>>;

/** `name=value`, repeatable. Values that are numbers count as such; the cloud checks names and ranges. */
export function collectSetting(text: string, earlier: SettingValues = {}): SettingValues {
  const [, name, value = ''] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected name=value, such as requestsPerMinute=60.');
  const isText = name === 'accountId' || name === 'signatures';
  return { ...earlier, [name]: isText || !/^-?\d+$/.test(value) ? value : Number(value) };
}

export function addSettings(command: Command, context: CommandContext): void {
  command
    .description('delays and quotas of the running cloud; --set changes them until it stops')
    .option('--set <name=value>', 'e.g. requestsPerMinute=60 (repeatable)', collectSetting)
    .option('--json', 'print JSON')
    .action((flags: { readonly set?: SettingValues; readonly json?: boolean }) => settings(flags, context));
}

async function settings(
  { set, json }: { readonly set?: SettingValues; readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  const { controlLocalCloud } = await import('../../../local-cloud/index.ts');
  const now = await explained(
    (async () => {
      const control = controlLocalCloud();
      return set === undefined ? control.settings() : control.changeSettings(set as Partial<CloudSettings>);
    })(),
  );
  const rows = Object.entries(now).map(([name, value]) => [name, String(value)]);
  printResult(now, () => formatTable(['setting', 'value'], rows), json, context);
}
