import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import {
  addName,
  addWaitOptions,
  type Kind,
  type NameFlags,
  requireName,
  type WaitFlags,
  waitOptions,
} from './endpoint-flags.ts';

interface DeleteFlags extends NameFlags, WaitFlags {
  readonly yes?: boolean;
}

export function addDelete(kind: Kind, command: Command, context: CommandContext): void {
  addWaitOptions(addName(kind, addCloudOptions(command), 'name or ARN'))
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: DeleteFlags) => remove(kind, flags, context));
}

async function remove(kind: Kind, flags: DeleteFlags, context: CommandContext): Promise<void> {
  const name = await requireName(kind, flags);
  return withCloud(flags, context, async (cloud) => {
    const { removeEndpoint } = await import('../../../toolkit/index.ts');
    await confirm(`Delete the ${kind} ${name}`, { ...(flags.yes && { yes: true }), destructive: true }, cloud, context);
    const progress = createProgress(context.io);
    const options = { kind, ...waitOptions(flags, context), ...(!flags.wait && { maxWaitMs: 0 }) };
    const existed = await drive(removeEndpoint(name, options, cloud), ({ state }) =>
      progress.line(`cannot be deleted while it is ${state.status}, waiting`),
    ).finally(() => progress.end());
    const text = existed ? `deleted ${name}` : `there was no ${kind} ${name}`;
    printResult({ deleted: name, existed }, () => text, flags.json, context);
  });
}
