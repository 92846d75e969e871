import type { Command } from 'commander';
import type { DeployOptions, ModelHost } from '../../toolkit/index.ts';
import type { CommandContext } from '../command.ts';
import { notFound } from '../not-found.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../options/cloud.ts';
import { confirm } from '../options/confirm.ts';
import { realNumber, wholeNumber } from '../options/numbers.ts';
import { collectTag } from '../options/tags.ts';
import { printNext, printResult } from '../output.ts';
import { collect, drive } from '../render/drive.ts';
import { createProgress } from '../render/progress.ts';
import { formatTable } from '../render/table.ts';

interface EndpointFlags extends CloudFlags {
  readonly name: string;
  readonly modelId: string;
  readonly newName?: string;
  readonly nameContains?: string;
  readonly modelUnits?: number;
  readonly tag?: Readonly<Record<string, string>>;
  readonly pollingInterval: number;
  readonly maxWaitTime: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

type Kind = ModelHost['kind'];

/** Deployments and provisioned throughput have the same verbs; only what they cost and a few flags differ. */
export function registerEndpoint(kind: Kind, command: Command, context: CommandContext): void {
  const noun = kind === 'deployment' ? 'deployment' : 'provisioned throughput';
  command.addHelpText(
    'after',
    `\nExamples:\n  $ novatune ${kind} create --name invoices --model-id my-model --local\n  $ novatune ${kind} delete --name invoices --local --yes`,
  );
  const create = addCloudOptions(command.command('create').description(`create a ${noun} and wait until it answers`))
    .requiredOption('--name <name>', `name of the ${noun}`)
    .requiredOption('--model-id <id>', 'custom model: name or ARN')
    .option('--tag <key=value>', 'tag it (repeatable)', collectTag)
    .option('--polling-interval <seconds>', 'seconds between looks', realNumber(0.1, 3600), 15)
    .option('--max-wait-time <seconds>', 'give up waiting after this', wholeNumber(1), 3600)
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON');
  if (kind === 'throughput') create.option('--model-units <n>', 'model units', wholeNumber(1), 1);
  create.action((flags: EndpointFlags) => createEndpoint(kind, flags, context));
  addCloudOptions(command.command('get').description(`one ${noun}`))
    .requiredOption('--name <name>', 'name or ARN')
    .option('--json', 'print JSON')
    .action((flags: EndpointFlags) => getEndpoint(kind, flags, context));
  addCloudOptions(command.command('list').description(`every ${noun} of the account`))
    .option('--name-contains <text>', 'only names with this in them')
    .option('--json', 'print JSON')
    .action((flags: EndpointFlags) => listEndpoints(kind, flags, context));
  const update = addCloudOptions(
    command.command('update').description('point it at another custom model of the same base'),
  )
    .requiredOption('--name <name>', 'name or ARN')
    .requiredOption('--model-id <id>', 'custom model ARN');
  if (kind === 'throughput') update.option('--new-name <name>', 'rename it');
  update.option('--json', 'print JSON').action((flags: EndpointFlags) => updateEndpoint(kind, flags, context));
  addCloudOptions(command.command('delete').description(`delete a ${noun}; the model stays`))
    .requiredOption('--name <name>', 'name or ARN')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: EndpointFlags) => deleteEndpoint(kind, flags, context));
}

function createEndpoint(kind: Kind, flags: EndpointFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { deploy, runTags } = await import('../../toolkit/index.ts');
    const price = kind === 'throughput' ? ' (bills per model unit and hour until it is deleted, idle or not)' : '';
    await confirm(`Create the ${kind} ${flags.name}${price}`, flags.yes ? { yes: true } : {}, cloud, context);
    const model = await cloud.customizer.getModel(flags.modelId, context.io.signal);
    if (!model) throw await notFound(`There is no custom model ${flags.modelId}.`);
    const options: DeployOptions = {
      kind,
      name: flags.name,
      tags: { ...runTags(flags.name), ...flags.tag },
      ...(flags.modelUnits !== undefined && { modelUnits: flags.modelUnits }),
      pollIntervalMs: flags.pollingInterval * 1000,
      maxWaitMs: flags.maxWaitTime * 1000,
      signal: context.io.signal,
    };
    const progress = createProgress(context.io);
    const endpoint = await drive(deploy(model.modelArn, options, cloud), (event) => {
      progress.line(
        event.type === 'endpoint-requested'
          ? `${event.endpoint.arn} is ${event.endpoint.status}`
          : event.type === 'endpoint-observed'
            ? event.state.status
            : event.type,
      );
    });
    progress.end();
    printResult(endpoint, () => endpoint.arn, flags.json, context);
    printNext(`novatune infer --model-id ${endpoint.arn} --dataset FOLDER`, context);
  });
}

function getEndpoint(kind: Kind, flags: EndpointFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const state = await hostOf(kind, cloud).describe(flags.name, context.io.signal);
    if (!state) throw await notFound(`There is no ${kind} ${flags.name}.`);
    printResult(state, () => JSON.stringify(state, null, 2), flags.json, context);
  });
}

function listEndpoints(kind: Kind, flags: EndpointFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const filter = flags.nameContains ? { nameContains: flags.nameContains } : {};
    const states = await collect(hostOf(kind, cloud).list(filter, context.io.signal));
    const rows = states.map(({ name, status, createdAt, arn }) => [
      name,
      status,
      new Date(createdAt).toISOString(),
      arn,
    ]);
    printResult(states, () => formatTable(['name', 'status', 'created', 'arn'], rows), flags.json, context);
  });
}

function updateEndpoint(kind: Kind, flags: EndpointFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const change = { modelArn: flags.modelId, ...(flags.newName && { name: flags.newName }) };
    await hostOf(kind, cloud).update(flags.name, change, context.io.signal);
    printResult({ updated: flags.name, ...change }, () => `updated ${flags.name}`, flags.json, context);
  });
}

function deleteEndpoint(kind: Kind, flags: EndpointFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    await confirm(
      `Delete the ${kind} ${flags.name}`,
      { ...(flags.yes && { yes: true }), destructive: true },
      cloud,
      context,
    );
    await hostOf(kind, cloud).delete(flags.name, context.io.signal);
    printResult({ deleted: flags.name }, () => `deleted ${flags.name}`, flags.json, context);
  });
}

const hostOf = (kind: Kind, cloud: { readonly deployments: ModelHost; readonly throughput: ModelHost }): ModelHost =>
  kind === 'deployment' ? cloud.deployments : cloud.throughput;
