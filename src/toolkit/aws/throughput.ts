import type { HostState, ModelHost } from '../ports/model-host.ts';
import { call, callOrMissing, pages, required, sending, tagList } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Provisioned throughput: billed per model unit and hour from creation to deletion, idle or not. */
export function createThroughput(clients: AwsClients): ModelHost {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    kind: 'throughput',

    create: (request, signal) =>
      call(`create provisioned throughput ${request.name}`, signal, async () => {
        const { client, sdk } = await load();
        const { provisionedModelArn } = await client.send(
          new sdk.CreateProvisionedModelThroughputCommand({
            provisionedModelName: request.name,
            modelId: request.modelArn,
            modelUnits: request.modelUnits ?? 1,
            ...(request.commitment && { commitmentDuration: request.commitment }),
            tags: tagList(request.tags),
            clientRequestToken: request.clientToken,
          }),
          sending(signal),
        );
        return required(provisionedModelArn, 'provisionedModelArn', 'CreateProvisionedModelThroughput');
      }),

    describe: (identifier, signal) =>
      callOrMissing(`get provisioned throughput ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        const found = await client.send(
          new sdk.GetProvisionedModelThroughputCommand({ provisionedModelId: identifier }),
          sending(signal),
        );
        return toState(found);
      }),

    async *list(filter, signal) {
      const { client, sdk } = await load();
      const fetchPage = (nextToken: string | undefined) =>
        call('list provisioned throughput', signal, () =>
          client.send(
            new sdk.ListProvisionedModelThroughputsCommand({
              nextToken,
              ...(filter.nameContains && { nameContains: filter.nameContains }),
              ...(filter.modelArn && { modelArnEquals: filter.modelArn }),
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.nextToken)) {
        for (const found of page.provisionedModelSummaries ?? []) yield toState(found);
      }
    },

    update: (identifier, change, signal) =>
      call(`update provisioned throughput ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(
          new sdk.UpdateProvisionedModelThroughputCommand({
            provisionedModelId: identifier,
            ...(change.name && { desiredProvisionedModelName: change.name }),
            ...(change.modelArn && { desiredModelId: change.modelArn }),
          }),
          sending(signal),
        );
      }),

    delete: async (identifier, signal) => {
      await callOrMissing(`delete provisioned throughput ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(
          new sdk.DeleteProvisionedModelThroughputCommand({ provisionedModelId: identifier }),
          sending(signal),
        );
      });
    },
  };
}

function toState(found: {
  readonly provisionedModelArn?: string | undefined;
  readonly provisionedModelName?: string | undefined;
  readonly modelArn?: string | undefined;
  readonly status?: string | undefined;
  readonly creationTime?: Date | undefined;
  readonly failureMessage?: string | undefined;
  readonly modelUnits?: number | undefined;
  readonly commitmentDuration?: string | undefined;
}): HostState {
  return {
    arn: found.provisionedModelArn ?? '',
    name: found.provisionedModelName ?? '',
    modelArn: found.modelArn ?? '',
    status: found.status ?? 'Unknown',
    createdAt: found.creationTime?.getTime() ?? 0,
    ...(found.failureMessage && { failureMessage: found.failureMessage }),
    ...(found.modelUnits !== undefined && { modelUnits: found.modelUnits }),
    ...(found.commitmentDuration && { commitment: found.commitmentDuration }),
  };
}
