import type { CommandContext, Register } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { printResult } from '../output.ts';
import { collect } from '../render/drive.ts';
import { formatTable } from '../render/table.ts';

interface ModelFlags extends CloudFlags {
  readonly modelId: string;
  readonly nameContains?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ novatune model list --local\n  $ novatune model delete --model-id my-model --yes',
  );
  addCloudOptions(command.command('list').description('custom models of the account'))
    .option('--name-contains <text>', 'only names with this in them')
    .option('--json', 'print JSON')
    .action((flags: ModelFlags) => list(flags, context));
  addCloudOptions(command.command('get').description('one custom model'))
    .requiredOption('--model-id <id>', 'name or ARN')
    .option('--json', 'print JSON')
    .action((flags: ModelFlags) => get(flags, context));
  addCloudOptions(command.command('delete').description('delete a custom model; its storage is billed until then'))
    .requiredOption('--model-id <id>', 'name or ARN')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: ModelFlags) => remove(flags, context));
};

function list(flags: ModelFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const filter = flags.nameContains ? { nameContains: flags.nameContains } : {};
    const models = await collect(cloud.customizer.listModels(filter, context.io.signal));
    const rows = models.map(({ modelName, status = '', createdAt, modelArn }) => [
      modelName,
      status,
      new Date(createdAt).toISOString(),
      modelArn,
    ]);
    printResult(models, () => formatTable(['name', 'status', 'created', 'arn'], rows), flags.json, context);
  });
}

function get(flags: ModelFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const model = await cloud.customizer.getModel(flags.modelId, context.io.signal);
    if (!model) throw await notFound(`There is no custom model ${flags.modelId}.`);
    const tags = await cloud.customizer.tags(model.modelArn, context.io.signal);
    printResult({ ...model, tags }, () => JSON.stringify({ ...model, tags }, null, 2), flags.json, context);
  });
}

function remove(flags: ModelFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    await confirm(
      `Delete the custom model ${flags.modelId}`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await cloud.customizer.deleteModel(flags.modelId, context.io.signal);
    printResult({ deleted: flags.modelId }, () => `deleted ${flags.modelId}`, flags.json, context);
  });
}
