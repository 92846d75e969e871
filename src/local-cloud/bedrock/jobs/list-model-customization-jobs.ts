import type { ListModelCustomizationJobsRequest, ListModelCustomizationJobsResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { type ControlPlane, scopeOf } from '../control-plane.ts';
import { commonConditions, listPage, when } from '../state/page.ts';
import { listPhases, openJob } from './job-store.ts';
import { jobSummary } from './job-view.ts';

export function listModelCustomizationJobs({
  cloud,
}: ControlPlane): Operation<ListModelCustomizationJobsRequest, ListModelCustomizationJobsResponse> {
  return (input, context) => {
    const conditions = [
      ...commonConditions({ ...input, createdAfter: input.creationTimeAfter, createdBefore: input.creationTimeBefore }),
      ...when(input.statusEquals, 'status = ?', (status) => [status]),
    ];
    const page = listPage<Parameters<typeof openJob>[0]>(
      cloud.database,
      'bedrock_job',
      scopeOf(context),
      conditions,
      input,
    );
    return {
      modelCustomizationJobSummaries: page.rows.map((row) =>
        jobSummary(openJob(row), listPhases(cloud.database, row.arn)),
      ),
      ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
    };
  };
}
