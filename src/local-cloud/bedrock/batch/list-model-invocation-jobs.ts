import type { ListModelInvocationJobsRequest, ListModelInvocationJobsResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { commonConditions, listPage, when } from '../state/page.ts';
import { openBatchJob } from './batch-store.ts';
import { batchView } from './batch-view.ts';

export function listModelInvocationJobs({
  cloud,
}: ControlPlane): Operation<ListModelInvocationJobsRequest, ListModelInvocationJobsResponse> {
  return (input, context) => {
    const conditions = [
      ...commonConditions({ ...input, createdAfter: input.submitTimeAfter, createdBefore: input.submitTimeBefore }),
      ...when(input.statusEquals, 'status = ?', (status) => [status]),
    ];
    const page = listPage<Parameters<typeof openBatchJob>[0]>(
      cloud.database,
      'bedrock_batch_job',
      scopeOf(context),
      conditions,
      input,
    );
    return {
      invocationJobSummaries: page.rows.map((row) => batchView(openBatchJob(row))),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
