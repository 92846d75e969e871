import type { ModelCustomizer, ModelSummary } from '../ports/model-customizer.ts';
import { call, callOrMissing, pages, required, sending } from './call.ts';
import type { AwsClients } from './clients.ts';
import { toJobInput } from './job-input.ts';
import { toJobState } from './job-state.ts';

/** Bedrock's customization jobs and custom models. https://docs.aws.amazon.com/bedrock/latest/APIReference/ */
export function createModelCustomizer(clients: AwsClients): ModelCustomizer {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    submit: (request, signal) =>
      call(`create customization job ${request.jobName}`, signal, async () => {
        const { client, sdk } = await load();
        const { jobArn } = await client.send(
          new sdk.CreateModelCustomizationJobCommand(toJobInput(request)),
          sending(signal),
        );
        return required(jobArn, 'jobArn', 'CreateModelCustomizationJob');
      }),

    describe: (job, signal) =>
      callOrMissing(`get customization job ${job}`, signal, async () => {
        const { client, sdk } = await load();
        return toJobState(
          await client.send(new sdk.GetModelCustomizationJobCommand({ jobIdentifier: job }), sending(signal)),
        );
      }),

    stop: (job, signal) =>
      call(`stop customization job ${job}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.StopModelCustomizationJobCommand({ jobIdentifier: job }), sending(signal));
      }),

    async *listJobs(filter, signal) {
      const { client, sdk } = await load();
      const fetchPage = (nextToken: string | undefined) =>
        call('list customization jobs', signal, () =>
          client.send(
            new sdk.ListModelCustomizationJobsCommand({
              nextToken,
              ...(filter.nameContains && { nameContains: filter.nameContains }),
              ...(filter.status && { statusEquals: filter.status as 'InProgress' }),
              ...(filter.createdAfter !== undefined && { creationTimeAfter: new Date(filter.createdAfter) }),
              ...(filter.createdBefore !== undefined && { creationTimeBefore: new Date(filter.createdBefore) }),
              sortBy: 'CreationTime',
              sortOrder: 'Descending',
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.nextToken)) {
        for (const job of page.modelCustomizationJobSummaries ?? []) {
          yield {
            jobArn: job.jobArn ?? '',
            jobName: job.jobName ?? '',
            status: job.status ?? 'Unknown',
            createdAt: job.creationTime?.getTime() ?? 0,
            ...(job.endTime && { endedAt: job.endTime.getTime() }),
            ...(job.baseModelArn && { baseModelArn: job.baseModelArn }),
            ...(job.customizationType && { customizationType: job.customizationType }),
            ...(job.customModelArn && { modelArn: job.customModelArn }),
          };
        }
      }
    },

    getModel: (model, signal) =>
      callOrMissing(`get custom model ${model}`, signal, async () => {
        const { client, sdk } = await load();
        const found = await client.send(new sdk.GetCustomModelCommand({ modelIdentifier: model }), sending(signal));
        return toModelSummary({ ...found, status: found.modelStatus });
      }),

    async *listModels(filter, signal) {
      const { client, sdk } = await load();
      const fetchPage = (nextToken: string | undefined) =>
        call('list custom models', signal, () =>
          client.send(
            new sdk.ListCustomModelsCommand({
              nextToken,
              ...(filter.nameContains && { nameContains: filter.nameContains }),
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.nextToken)) {
        for (const model of page.modelSummaries ?? []) yield toModelSummary({ ...model, status: model.modelStatus });
      }
    },

    deleteModel: async (model, signal) => {
      await callOrMissing(`delete custom model ${model}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.DeleteCustomModelCommand({ modelIdentifier: model }), sending(signal));
      });
    },

    tags: async (arn, signal) => {
      const found = await callOrMissing(`list tags of ${arn}`, signal, async () => {
        const { client, sdk } = await load();
        const { tags = [] } = await client.send(
          new sdk.ListTagsForResourceCommand({ resourceARN: arn }),
          sending(signal),
        );
        return Object.fromEntries(tags.map(({ key, value }) => [key ?? '', value ?? '']));
      });
      return found ?? {};
    },
  };
}

function toModelSummary(model: {
  readonly modelArn?: string | undefined;
  readonly modelName?: string | undefined;
  readonly baseModelArn?: string | undefined;
  readonly creationTime?: Date | undefined;
  readonly status?: string | undefined;
  readonly jobArn?: string | undefined;
}): ModelSummary {
  return {
    modelArn: model.modelArn ?? '',
    modelName: model.modelName ?? '',
    baseModelArn: model.baseModelArn ?? '',
    createdAt: model.creationTime?.getTime() ?? 0,
    ...(model.status && { status: model.status }),
    ...(model.jobArn && { jobArn: model.jobArn }),
  };
}
