import type { Candidate } from '../resource.ts';
import type { FoundEndpoint } from './endpoints.ts';
import { isOurs, runOf, type Search, withTags } from './search.ts';

/** @param endpoints all there are, whoever made them; undefined when they could not be listed, and the service is left to refuse */
export async function findModels(
  search: Search,
  endpoints: readonly FoundEndpoint[] | undefined,
): Promise<readonly Candidate[]> {
  const models = await withTags(
    search.cloud.customizer.listModels({}, search.signal),
    ({ modelArn }) => modelArn,
    search,
  );
  return models
    .filter((model) => isOurs(model, search))
    .map(({ modelArn, modelName, baseModelArn, createdAt, status, tags }) => ({
      resource: {
        kind: 'model',
        name: modelName,
        id: modelArn,
        createdAt,
        baseModel: baseModelArn,
        bills: 'storage per month',
        ...(status === 'Creating' && {
          blocked: { reason: `The model ${modelName} is being created. Run cleanup again when that has ended.` },
        }),
        ...runOf(tags),
      },
      users: (endpoints ?? [])
        .filter((endpoint) => endpoint.modelArn === modelArn || endpoint.desiredModelArn === modelArn)
        .map(({ arn, kind, name }) => ({ id: arn, label: `${kind} ${name}` })),
    }));
}
