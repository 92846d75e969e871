import type {
  GetProvisionedModelThroughputRequest,
  GetProvisionedModelThroughputResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { required } from '../refusals.ts';
import { getThroughput, throughputView } from './throughput-store.ts';

export function getProvisionedModelThroughput({
  cloud,
}: ControlPlane): Operation<GetProvisionedModelThroughputRequest, GetProvisionedModelThroughputResponse> {
  return (input, context) => {
    const identifier = required(input.provisionedModelId, 'provisionedModelId');
    return throughputView(getThroughput(cloud.database, scopeOf(context), identifier), cloud.clock.now());
  };
}
