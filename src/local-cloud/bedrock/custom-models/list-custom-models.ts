import type { CustomModelSummary, ListCustomModelsRequest, ListCustomModelsResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { foundationModelArn } from '../arn.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { foundationModelId } from '../foundation-models/catalogue.ts';
import { type Condition, commonConditions, listPage, when } from '../state/page.ts';
import type { CustomModel } from './custom-model-store.ts';

const NOTHING: Condition = { sql: '1 = 0', values: [] };

export function listCustomModels({
  cloud,
}: ControlPlane): Operation<ListCustomModelsRequest, ListCustomModelsResponse> {
  return (input, context) => {
    const scope = scopeOf(context);
    const conditions = conditionsOf(scope, input);
    const page = listPage<CustomModel>(cloud.database, 'bedrock_custom_model', scope, conditions, input);
    return {
      modelSummaries: page.rows.map(summary),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}

function conditionsOf(scope: Scope, input: ListCustomModelsRequest): readonly Condition[] {
  const baseModel = (arn: string | undefined) =>
    when(arn, 'baseModelId = ?', (given) => [foundationModelId(scope.region, given) ?? '']);
  // Every model here belongs to the account that asks and is Active.
  const impossible =
    input.isOwned === false || (input.modelStatus !== undefined && input.modelStatus !== 'Active') ? [NOTHING] : [];
  return [
    ...commonConditions({ ...input, createdAfter: input.creationTimeAfter, createdBefore: input.creationTimeBefore }),
    ...baseModel(input.baseModelArnEquals),
    ...baseModel(input.foundationModelArnEquals),
    ...impossible,
  ];
}

function summary(model: CustomModel): CustomModelSummary {
  return {
    modelArn: model.arn,
    modelName: model.name,
    creationTime: new Date(model.createdAt),
    baseModelArn: foundationModelArn(model.region, model.baseModelId),
    // Published as an id without its version.
    baseModelName: model.baseModelId.replace(/:.*$/, ''),
    customizationType: 'FINE_TUNING',
    ownerAccountId: model.accountId,
    modelStatus: 'Active',
  };
}
