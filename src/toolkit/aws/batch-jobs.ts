import type { GetModelInvocationJobResponse, ModelInvocationJobStatus } from '@aws-sdk/client-bedrock';
import type { BatchJobs, BatchState } from '../ports/batch-jobs.ts';
import { call, callOrMissing, pages, required, sending, tagList } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Bedrock's model invocation jobs. https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference.html */
export function createBatchJobs(clients: AwsClients): BatchJobs {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    submit: (request, signal) =>
      call(`create batch inference job ${request.jobName}`, signal, async () => {
        const { client, sdk } = await load();
        const { jobArn } = await client.send(
          new sdk.CreateModelInvocationJobCommand({
            jobName: request.jobName,
            roleArn: request.roleArn,
            modelId: request.modelId,
            modelInvocationType: request.shape,
            inputDataConfig: { s3InputDataConfig: { s3InputFormat: 'JSONL', s3Uri: request.inputUri } },
            outputDataConfig: { s3OutputDataConfig: { s3Uri: request.outputUri } },
            ...(request.timeoutHours !== undefined && { timeoutDurationInHours: request.timeoutHours }),
            tags: tagList(request.tags),
            clientRequestToken: request.clientToken,
          }),
          sending(signal),
        );
        return required(jobArn, 'jobArn', 'CreateModelInvocationJob');
      }),

    describe: (job, signal) =>
      callOrMissing(`get batch inference job ${job}`, signal, async () => {
        const { client, sdk } = await load();
        return toBatchState(
          await client.send(new sdk.GetModelInvocationJobCommand({ jobIdentifier: job }), sending(signal)),
        );
      }),

    stop: (job, signal) =>
      call(`stop batch inference job ${job}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.StopModelInvocationJobCommand({ jobIdentifier: job }), sending(signal));
      }),

    async *list(filter, signal) {
      const { client, sdk } = await load();
      const fetchPage = (nextToken: string | undefined) =>
        call('list batch inference jobs', signal, () =>
          client.send(
            new sdk.ListModelInvocationJobsCommand({
              nextToken,
              ...(filter.nameContains && { nameContains: filter.nameContains }),
              ...(filter.status && { statusEquals: filter.status as ModelInvocationJobStatus }),
              sortBy: 'CreationTime',
              sortOrder: 'Descending',
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.nextToken)) {
        for (const job of page.invocationJobSummaries ?? []) yield toBatchState(job);
      }
    },
  };
}

function toBatchState(job: GetModelInvocationJobResponse): BatchState {
  const { totalRecordCount: total } = job;
  return {
    jobArn: job.jobArn ?? '',
    jobName: job.jobName ?? '',
    modelId: job.modelId ?? '',
    roleArn: job.roleArn ?? '',
    status: job.status ?? 'Unknown',
    ...(job.message && { message: job.message }),
    submittedAt: job.submitTime?.getTime() ?? 0,
    ...(job.endTime && { endedAt: job.endTime.getTime() }),
    ...(job.jobExpirationTime && { expiresAt: job.jobExpirationTime.getTime() }),
    inputUri: job.inputDataConfig?.s3InputDataConfig?.s3Uri ?? '',
    outputUri: job.outputDataConfig?.s3OutputDataConfig?.s3Uri ?? '',
    ...(total !== undefined && {
      counts: {
        total,
        processed: job.processedRecordCount ?? 0,
        success: job.successRecordCount ?? 0,
        error: job.errorRecordCount ?? 0,
      },
    }),
  };
}
