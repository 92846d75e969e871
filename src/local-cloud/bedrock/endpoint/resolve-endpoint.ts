import { join } from 'node:path';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { foundationModelArn, parseArn, resourceArn } from '../arn.ts';
import type { Scope } from '../control-plane.ts';
import { findCustomModel } from '../custom-models/custom-model-store.ts';
import { deploymentStatus, getDeployment, servedModelArn } from '../deployments/deployment-store.ts';
import { findModel, foundationModelId } from '../foundation-models/catalogue.ts';
import { findProfile } from '../foundation-models/inference-profiles.ts';
import { refusals } from '../refusals.ts';
import { getThroughput, reservedModelArn, throughputStatus } from '../throughput/throughput-store.ts';

/** What a `modelId` stands for at the moment it is asked. */
export interface Endpoint {
  readonly kind: 'base' | 'profile' | 'deployment' | 'throughput';
  /** Without context suffix, e.g. `amazon.nova-lite-v1:0`. */
  readonly baseModelId: string;
  /** Absolute path of the trained artifact; absent when the base model answers. */
  readonly artifactFile?: string;
  readonly name: string;
  readonly arn: string;
}

/** A `modelId` as the runtime service receives it. */
export interface EndpointRequest extends Scope {
  readonly modelId: string;
}

/**
 * Finds what answers under a model id: a base model, an inference profile, a deployment or provisioned throughput.
 * @throws ServiceError in the runtime's own words: ValidationException, ResourceNotFoundException, ModelNotReadyException.
 */
export function resolveEndpoint(cloud: Cloud, request: EndpointRequest): Endpoint {
  const arn = parseArn(request.modelId);
  switch (arn?.kind) {
    case 'custom-model-deployment':
      return resolveDeployment(cloud, request);
    case 'provisioned-model':
      return resolveThroughput(cloud, request);
    case 'custom-model':
      if (findCustomModel(cloud.database, request, request.modelId) === undefined) throw refusals.modelNotFound();
      throw refusals.onDemand(request.modelId);
    default:
      return resolveProfile(request) ?? resolveBaseModel(request);
  }
}

function resolveDeployment(cloud: Cloud, request: EndpointRequest): Endpoint {
  const now = cloud.clock.now();
  const deployment = getDeployment(cloud.database, request, request.modelId);
  if (deploymentStatus(deployment, now) !== 'Active') throw notReady(request.modelId);
  const served = servedModel(cloud, request, servedModelArn(deployment, now));
  return { kind: 'deployment', ...served, name: deployment.name, arn: deployment.arn };
}

function resolveThroughput(cloud: Cloud, request: EndpointRequest): Endpoint {
  const now = cloud.clock.now();
  const throughput = getThroughput(cloud.database, request, request.modelId);
  if (throughputStatus(throughput, now) === 'Creating') throw notReady(request.modelId);
  const served = servedModel(cloud, request, reservedModelArn(throughput, now));
  return { kind: 'throughput', ...served, name: throughput.name, arn: throughput.arn };
}

function servedModel(
  cloud: Cloud,
  scope: Scope,
  modelArn: string,
): { readonly baseModelId: string; readonly artifactFile?: string } {
  const custom = findCustomModel(cloud.database, scope, modelArn);
  if (custom !== undefined) {
    return {
      baseModelId: onDemandId(scope.region, custom.baseModelId),
      artifactFile: join(cloud.folder, custom.artifactFile),
    };
  }
  return { baseModelId: onDemandId(scope.region, foundationModelId(scope.region, modelArn) ?? '') };
}

function onDemandId(region: string, modelId: string): string {
  const model = findModel(region, modelId);
  if (model === undefined) throw refusals.modelNotFound();
  return model.onDemandId;
}

function resolveProfile(request: EndpointRequest): Endpoint | undefined {
  const profile = findProfile(request, request.modelId);
  return (
    profile && {
      kind: 'profile',
      baseModelId: profile.model.onDemandId,
      name: profile.name,
      arn: resourceArn(request, 'inference-profile', profile.id),
    }
  );
}

function resolveBaseModel({ modelId, region }: EndpointRequest): Endpoint {
  const id = foundationModelId(region, modelId);
  const model = id === undefined ? undefined : findModel(region, id);
  if (id === undefined || model === undefined) throw refusals.modelIdentifier();
  // Ids with a context suffix can be customized or bought throughput for, never invoked.
  if (id !== model.onDemandId) throw refusals.modelNotFound();
  if (!model.onDemandRegions.includes(region)) throw refusals.onDemand(id);
  return { kind: 'base', baseModelId: id, name: model.modelName, arn: foundationModelArn(region, id) };
}

function notReady(modelId: string): ServiceError {
  return new ServiceError(
    'ModelNotReadyException',
    `The model ${modelId} is not ready for inference. Wait and try your request again.`,
  );
}
