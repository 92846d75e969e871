import type { ModelCatalogue } from '../ports/model-catalogue.ts';
import { call, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Base models and inference profiles of the region. */
export function createModelCatalogue(clients: AwsClients): ModelCatalogue {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    models: (signal) =>
      call('list base models', signal, async () => {
        const { client, sdk } = await load();
        const { modelSummaries = [] } = await client.send(new sdk.ListFoundationModelsCommand({}), sending(signal));
        return modelSummaries.map((model) => ({
          id: model.modelId ?? '',
          customizations: (model.customizationsSupported ?? []).map(String),
          inferenceTypes: (model.inferenceTypesSupported ?? []).map(String),
          lifecycle: String(model.modelLifecycle?.status ?? 'ACTIVE'),
        }));
      }),

    profiles: (signal) =>
      call('list inference profiles', signal, async () => {
        const { client, sdk } = await load();
        const ids: string[] = [];
        const fetchPage = (nextToken: string | undefined) =>
          client.send(
            new sdk.ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED', nextToken }),
            sending(signal),
          );
        for await (const page of pages(fetchPage, ({ nextToken }) => nextToken)) {
          for (const { inferenceProfileId } of page.inferenceProfileSummaries ?? []) {
            if (inferenceProfileId) ids.push(inferenceProfileId);
          }
        }
        return ids;
      }),
  };
}
