import type { HostRequest, ModelHost } from '../ports/model-host.ts';
import { call, callOrMissing, pages, required, sending, tagList } from './call.ts';
import type { AwsClients } from './clients.ts';

/** On-demand deployments of custom models: billed per token, nothing while idle. */
export function createDeployments(clients: AwsClients): ModelHost {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    kind: 'deployment',

    create: (request, signal) =>
      call(`create deployment ${request.name}`, signal, async () => {
        const { client, sdk } = await load();
        const { customModelDeploymentArn } = await client.send(
          new sdk.CreateCustomModelDeploymentCommand(requestFor(request)),
          sending(signal),
        );
        return required(customModelDeploymentArn, 'customModelDeploymentArn', 'CreateCustomModelDeployment');
      }),

    preview: requestFor,

    describe: (identifier, signal) =>
      callOrMissing(`get deployment ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        const found = await client.send(
          new sdk.GetCustomModelDeploymentCommand({ customModelDeploymentIdentifier: identifier }),
          sending(signal),
        );
        const updating = found.updateDetails?.updateStatus === 'Updating';
        return {
          arn: found.customModelDeploymentArn ?? '',
          name: found.modelDeploymentName ?? '',
          modelArn: found.modelArn ?? '',
          status: updating ? 'Updating' : (found.status ?? 'Unknown'),
          createdAt: found.createdAt?.getTime() ?? 0,
          ...(found.failureMessage && { failureMessage: found.failureMessage }),
          ...(updating && found.updateDetails?.modelArn && { desiredModelArn: found.updateDetails.modelArn }),
        };
      }),

    async *list(filter, signal) {
      const { client, sdk } = await load();
      const fetchPage = (nextToken: string | undefined) =>
        call('list deployments', signal, () =>
          client.send(
            new sdk.ListCustomModelDeploymentsCommand({
              nextToken,
              ...(filter.nameContains && { nameContains: filter.nameContains }),
              ...(filter.modelArn && { modelArnEquals: filter.modelArn }),
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.nextToken)) {
        for (const found of page.modelDeploymentSummaries ?? []) {
          yield {
            arn: found.customModelDeploymentArn ?? '',
            name: found.customModelDeploymentName ?? '',
            modelArn: found.modelArn ?? '',
            status: found.status ?? 'Unknown',
            createdAt: found.createdAt?.getTime() ?? 0,
            ...(found.failureMessage && { failureMessage: found.failureMessage }),
          };
        }
      }
    },

    update: (identifier, change, signal) =>
      call(`update deployment ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(
          new sdk.UpdateCustomModelDeploymentCommand({
            customModelDeploymentIdentifier: identifier,
            modelArn: change.modelArn,
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
      await callOrMissing(`delete deployment ${identifier}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(
          new sdk.DeleteCustomModelDeploymentCommand({ customModelDeploymentIdentifier: identifier }),
          sending(signal),
        );
      });
    },
  };
}

const requestFor = (request: HostRequest) => ({
  modelDeploymentName: request.name,
  modelArn: request.modelArn,
  ...(request.description && { description: request.description }),
  tags: tagList(request.tags),
  clientRequestToken: request.clientToken,
});
