import { CloudError } from '../errors.ts';
import type { HostRequest, HostState, ModelHost } from '../ports/model-host.ts';
import { call, callOrMissing, pages, required, sending, tagList } from './call.ts';
import type { AwsClients } from './clients.ts';

/** The service's words to an account whose quota of model units is 0, as it is until AWS grants some. */
const NO_UNITS = /does not currently have any .*model units reserved/;

/** Provisioned throughput: billed per model unit and hour from creation to deletion, idle or not. */
export function createThroughput(clients: AwsClients): ModelHost {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    kind: 'throughput',

    create: async (request, signal) => {
      const create = async () => {
        const { client, sdk } = await load();
        const { provisionedModelArn } = await client.send(
          new sdk.CreateProvisionedModelThroughputCommand(requestFor(request)),
          sending(signal),
        );
        return required(provisionedModelArn, 'provisionedModelArn', 'CreateProvisionedModelThroughput');
      };
      try {
        return await call(`create provisioned throughput ${request.name}`, signal, create);
      } catch (error) {
        throw error instanceof CloudError && NO_UNITS.test(error.message) ? noModelUnits(error) : error;
      }
    },

    preview: requestFor,

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

    tag: (arn, tags, signal) =>
      call(`tag ${arn}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.TagResourceCommand({ resourceARN: arn, tags: tagList(tags) }), sending(signal));
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

const requestFor = (request: HostRequest) => ({
  provisionedModelName: request.name,
  modelId: request.modelArn,
  modelUnits: request.modelUnits ?? 1,
  ...(request.commitment && { commitmentDuration: request.commitment }),
  tags: tagList(request.tags),
  clientRequestToken: request.clientToken,
});

/** Quota code from the Service Quotas console: "Model units no-commitment Provisioned Throughputs across custom models". */
const noModelUnits = (cause: CloudError): CloudError =>
  new CloudError('no-model-units', cause.message, {
    remedy:
      'Deploy on demand instead, which needs no quota and costs nothing while idle: novatune deployment create. ' +
      'Model units have to be asked for: raise the quota L-BE77399C of Amazon Bedrock in Service Quotas ' +
      '(Model units no-commitment Provisioned Throughputs across custom models), or open a case with AWS Support.',
    serviceCode: cause.serviceCode,
    requestId: cause.requestId,
    status: cause.status,
    cause,
  });

function toState(found: {
  readonly provisionedModelArn?: string | undefined;
  readonly provisionedModelName?: string | undefined;
  readonly modelArn?: string | undefined;
  readonly status?: string | undefined;
  readonly creationTime?: Date | undefined;
  readonly failureMessage?: string | undefined;
  readonly modelUnits?: number | undefined;
  readonly commitmentDuration?: string | undefined;
  readonly commitmentExpirationTime?: Date | undefined;
  readonly foundationModelArn?: string | undefined;
  readonly desiredModelArn?: string | undefined;
}): HostState {
  const isChanging = found.desiredModelArn !== undefined && found.desiredModelArn !== found.modelArn;
  return {
    arn: found.provisionedModelArn ?? '',
    name: found.provisionedModelName ?? '',
    modelArn: found.modelArn ?? '',
    status: found.status ?? 'Unknown',
    createdAt: found.creationTime?.getTime() ?? 0,
    ...(found.failureMessage && { failureMessage: found.failureMessage }),
    ...(found.modelUnits !== undefined && { modelUnits: found.modelUnits }),
    ...(found.foundationModelArn && { baseModelArn: found.foundationModelArn }),
    ...(found.commitmentDuration && { commitment: found.commitmentDuration }),
    ...(found.commitmentExpirationTime && { commitmentEndsAt: found.commitmentExpirationTime.getTime() }),
    ...(isChanging && { desiredModelArn: found.desiredModelArn }),
  };
}
