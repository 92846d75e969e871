import type { GetModelCustomizationJobCommandOutput } from '@aws-sdk/client-bedrock';
import type { JobPhase, JobState, ModelCustomizer, ModelSummary } from '../ports/model-customizer.ts';
import { call, callOrMissing, pages, required, sending, tagList } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Bedrock's customization jobs and custom models. https://docs.aws.amazon.com/bedrock/latest/APIReference/ */
export function createModelCustomizer(clients: AwsClients): ModelCustomizer {
  const load = async () => ({ client: await clients.bedrock(), sdk: await import('@aws-sdk/client-bedrock') });
  return {
    submit: (request, signal) =>
      call(`create customization job ${request.jobName}`, signal, async () => {
        const { client, sdk } = await load();
        const { jobArn } = await client.send(
          new sdk.CreateModelCustomizationJobCommand({
            jobName: request.jobName,
            customModelName: request.modelName,
            roleArn: request.roleArn,
            clientRequestToken: request.clientToken,
            baseModelIdentifier: request.baseModel,
            customizationType: 'FINE_TUNING',
            jobTags: tagList(request.tags),
            customModelTags: tagList(request.tags),
            trainingDataConfig: { s3Uri: request.trainingDataUri },
            ...(request.validationDataUri && {
              validationDataConfig: { validators: [{ s3Uri: request.validationDataUri }] },
            }),
            outputDataConfig: { s3Uri: request.outputUri },
            hyperParameters: { ...request.hyperparameters },
          }),
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

function toJobState(job: GetModelCustomizationJobCommandOutput): JobState {
  const details = job.statusDetails;
  const phases = Object.fromEntries(
    (
      [
        ['validation', details?.validationDetails],
        ['dataProcessing', details?.dataProcessingDetails],
        ['training', details?.trainingDetails],
      ] as const
    ).flatMap(([phase, detail]): [string, JobPhase][] =>
      detail?.status
        ? [
            [
              phase,
              {
                status: detail.status,
                ...(detail.lastModifiedTime && { changedAt: detail.lastModifiedTime.getTime() }),
              },
            ],
          ]
        : [],
    ),
  );
  const validationDataUri = job.validationDataConfig?.validators?.[0]?.s3Uri;
  const validationLoss = job.validationMetrics?.[0]?.validationLoss;
  return {
    jobArn: job.jobArn ?? '',
    jobName: job.jobName ?? '',
    modelName: job.outputModelName ?? '',
    roleArn: job.roleArn ?? '',
    baseModelArn: job.baseModelArn ?? '',
    status: job.status ?? 'Unknown',
    createdAt: job.creationTime?.getTime() ?? 0,
    ...(job.endTime && { endedAt: job.endTime.getTime() }),
    ...(job.failureMessage && { failureMessage: job.failureMessage }),
    ...(job.outputModelArn && { modelArn: job.outputModelArn }),
    phases,
    ...(job.trainingMetrics?.trainingLoss !== undefined && { trainingLoss: job.trainingMetrics.trainingLoss }),
    ...(validationLoss !== undefined && { validationLoss }),
    trainingDataUri: job.trainingDataConfig?.s3Uri ?? '',
    ...(validationDataUri && { validationDataUri }),
    outputUri: job.outputDataConfig?.s3Uri ?? '',
    hyperparameters: { ...job.hyperParameters },
  };
}

function toModelSummary(model: {
  readonly modelArn?: string | undefined;
  readonly modelName?: string | undefined;
  readonly baseModelArn?: string | undefined;
  readonly creationTime?: Date | undefined;
  readonly status?: string | undefined;
}): ModelSummary {
  return {
    modelArn: model.modelArn ?? '',
    modelName: model.modelName ?? '',
    baseModelArn: model.baseModelArn ?? '',
    createdAt: model.creationTime?.getTime() ?? 0,
    ...(model.status && { status: model.status }),
  };
}
