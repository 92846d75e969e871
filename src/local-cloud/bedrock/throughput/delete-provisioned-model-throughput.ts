import type {
  DeleteProvisionedModelThroughputRequest,
  DeleteProvisionedModelThroughputResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { refusals, required } from '../refusals.ts';
import { forgetRequests } from '../state/request-tokens.ts';
import { removeAllTags } from '../tags/tag-store.ts';
import { getThroughput, throughputStatus } from './throughput-store.ts';

/** Refuses before a commitment ends, and while the throughput is coming up or changing its model. */
export function deleteProvisionedModelThroughput({
  cloud,
}: ControlPlane): Operation<DeleteProvisionedModelThroughputRequest, DeleteProvisionedModelThroughputResponse> {
  return (input, context) => {
    const { database } = cloud;
    const identifier = required(input.provisionedModelId, 'provisionedModelId');
    return database.transaction(() => {
      const now = cloud.clock.now();
      const throughput = getThroughput(database, scopeOf(context), identifier);
      const { arn, commitmentEndsAt } = throughput;
      const status = throughputStatus(throughput, now);
      if (status !== 'InService') {
        throw refusals.conflict(`The provisioned model ${arn} cannot be deleted while its status is ${status}.`);
      }
      if (commitmentEndsAt !== null && now < commitmentEndsAt) {
        throw refusals.conflict(
          `The provisioned model ${arn} cannot be deleted before its commitment ends on ${new Date(commitmentEndsAt).toISOString()}.`,
        );
      }
      database.prepare('DELETE FROM bedrock_throughput WHERE arn = ?').run(arn);
      removeAllTags(database, arn);
      forgetRequests(database, arn);
      return {};
    });
  };
}
