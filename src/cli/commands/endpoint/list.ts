import type { Command } from 'commander';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { collect } from '../../render/drive.ts';
import { formatTable } from '../../render/table.ts';
import { hostOf, type Kind } from './endpoint-flags.ts';
import { requireModel } from './source-model.ts';

interface ListFlags extends CloudFlags {
  readonly nameContains?: string;
  readonly modelId?: string;
}

export function addList(kind: Kind, command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .option('--name-contains <text>', 'only names with this in them')
    .option('--model-id <id>', 'only those that serve this custom model: name or ARN')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) => list(kind, flags, context));
}

function list(kind: Kind, flags: ListFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const filter = {
      ...(flags.nameContains && { nameContains: flags.nameContains }),
      ...(flags.modelId && { modelArn: (await requireModel(flags.modelId, cloud, context)).modelArn }),
    };
    const states = await collect(hostOf(kind, cloud).list(filter, context.io.signal));
    const isPaid = kind === 'throughput';
    const header = ['name', 'status', ...(isPaid ? ['units', 'commitment'] : []), 'created', 'arn'];
    const rows = states.map(({ name, status, modelUnits = 1, commitment = 'none', createdAt, arn }) => [
      name,
      status,
      ...(isPaid ? [String(modelUnits), commitment] : []),
      new Date(createdAt).toISOString(),
      arn,
    ]);
    printResult(states, () => formatTable(header, rows), flags.json, context);
  });
}
