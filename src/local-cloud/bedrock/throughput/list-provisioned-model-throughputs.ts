import type {
  ListProvisionedModelThroughputsRequest,
  ListProvisionedModelThroughputsResponse,
} from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { commonConditions, listPage, when } from '../state/page.ts';
import { type Throughput, throughputView } from './throughput-store.ts';

const STATUS_SQL =
  "(CASE WHEN ? < createdDueAt THEN 'Creating' WHEN ? < updateDueAt THEN 'Updating' ELSE 'InService' END)";
const SERVED_MODEL_SQL = '(CASE WHEN ? < updateDueAt THEN modelArn ELSE desiredModelArn END)';

export function listProvisionedModelThroughputs({
  cloud,
}: ControlPlane): Operation<ListProvisionedModelThroughputsRequest, ListProvisionedModelThroughputsResponse> {
  return (input, context) => {
    const now = cloud.clock.now();
    const conditions = [
      ...commonConditions({ ...input, createdAfter: input.creationTimeAfter, createdBefore: input.creationTimeBefore }),
      ...when(input.statusEquals, `${STATUS_SQL} = ?`, (status) => [now, now, status]),
      ...when(input.modelArnEquals, `${SERVED_MODEL_SQL} = ?`, (arn) => [now, arn]),
    ];
    const page = listPage<Throughput>(cloud.database, 'bedrock_throughput', scopeOf(context), conditions, input);
    return {
      provisionedModelSummaries: page.rows.map((row) => throughputView(row, now)),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
