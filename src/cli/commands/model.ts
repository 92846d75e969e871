import type { ConnectedCloud, ModelSummary, ModelUser } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, cloudSuffix, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { printResult } from '../output.ts';
import { collect } from '../render/drive.ts';
import { formatTable } from '../render/table.ts';

interface ModelFlags extends CloudFlags {
  readonly modelId: string;
  readonly nameContains?: string;
  readonly yes?: boolean;
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
  addCloudOptions(command.command('get').description('one custom model, its job, and what serves it'))
    .requiredOption('--model-id <id>', 'name or ARN')
    .option('--json', 'print JSON')
    .action((flags: ModelFlags) => get(flags, context));
  addCloudOptions(
    command
      .command('delete')
      .description('delete a custom model that nothing serves; its storage is billed until then'),
  )
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

async function requireModel(modelId: string, cloud: ConnectedCloud, { io }: CommandContext): Promise<ModelSummary> {
  const model = await cloud.customizer.getModel(modelId, io.signal);
  if (!model) throw await notFound(`There is no custom model ${modelId}.`);
  return model;
}

function get(flags: ModelFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { findModelUsers } = await import('../../toolkit/index.ts');
    const { signal } = context.io;
    const model = await requireModel(flags.modelId, cloud, context);
    const tags = await cloud.customizer.tags(model.modelArn, signal);
    const usedBy = await findModelUsers(model.modelArn, cloud, signal);
    printResult({ ...model, tags, usedBy }, () => describeModel(model, tags, usedBy), flags.json, context);
  });
}

function describeModel(
  model: ModelSummary,
  tags: Readonly<Record<string, string>>,
  usedBy: readonly ModelUser[],
): string {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['name', model.modelName],
    ['arn', model.modelArn],
    ['status', model.status],
    ['base model', model.baseModelArn],
    ['job', model.jobArn],
    ['created', new Date(model.createdAt).toISOString()],
    ...Object.entries(tags).map(([key, value]) => ['tag', `${key}=${value}`] as const),
    ...(usedBy.length > 0
      ? usedBy.map((user) => ['served by', describeUser(user)] as const)
      : [['served by', 'nothing'] as const]),
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(12)} ${value}`])).join('\n');
}

const describeUser = ({ kind, name, status, arn }: ModelUser): string => `${kind} ${name} (${status}) ${arn}`;

function remove(flags: ModelFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const model = await cloud.customizer.getModel(flags.modelId, context.io.signal);
    if (model) await refuseUsed(model, flags, cloud, context);
    await confirm(
      `Delete the custom model ${flags.modelId}`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await cloud.customizer.deleteModel(flags.modelId, context.io.signal);
    const text = model ? `deleted ${flags.modelId}` : `there was no custom model ${flags.modelId}`;
    printResult({ deleted: flags.modelId, existed: model !== undefined }, () => text, flags.json, context);
  });
}

/** The service's own refusal does not say what is in the way. */
async function refuseUsed(
  { modelName, modelArn }: ModelSummary,
  flags: ModelFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<void> {
  const { CloudError, findModelUsers } = await import('../../toolkit/index.ts');
  const users = await findModelUsers(modelArn, cloud, io.signal);
  if (users.length === 0) return;
  throw new CloudError(
    'model-in-use',
    `The custom model ${modelName} cannot be deleted while it is served by:\n${users.map((user) => `  ${describeUser(user)}`).join('\n')}`,
    {
      remedy: `Delete those first:\n${users.map(({ kind, name }) => `  novatune ${kind} delete --name ${name}${cloudSuffix(flags)}`).join('\n')}`,
    },
  );
}
