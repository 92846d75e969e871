import type { GetModelCustomizationJobCommandOutput } from '@aws-sdk/client-bedrock';
import type { JobPhase, JobState } from '../ports/model-customizer.ts';

type Job = GetModelCustomizationJobCommandOutput;

/** What `GetModelCustomizationJob` answers, as plain data. The model is `outputModelArn`, the reason of a failure `failureMessage`. */
export function toJobState(job: Job): JobState {
  const validationDataUri = job.validationDataConfig?.validators?.[0]?.s3Uri;
  const validationLoss = job.validationMetrics?.[0]?.validationLoss;
  const { subnetIds, securityGroupIds } = job.vpcConfig ?? {};
  return {
    jobArn: job.jobArn ?? '',
    jobName: job.jobName ?? '',
    modelName: job.outputModelName ?? '',
    roleArn: job.roleArn ?? '',
    baseModelArn: job.baseModelArn ?? '',
    ...(job.customizationType && { customizationType: job.customizationType }),
    status: job.status ?? 'Unknown',
    createdAt: job.creationTime?.getTime() ?? 0,
    ...(job.endTime && { endedAt: job.endTime.getTime() }),
    ...(job.failureMessage && { failureMessage: job.failureMessage }),
    ...(job.outputModelArn && { modelArn: job.outputModelArn }),
    phases: phasesOf(job),
    ...(job.trainingMetrics?.trainingLoss !== undefined && { trainingLoss: job.trainingMetrics.trainingLoss }),
    ...(validationLoss !== undefined && { validationLoss }),
    trainingDataUri:
      job.trainingDataConfig?.s3Uri ?? job.trainingDataConfig?.invocationLogsConfig?.invocationLogSource?.s3Uri ?? '',
    ...(validationDataUri && { validationDataUri }),
    outputUri: job.outputDataConfig?.s3Uri ?? '',
    hyperparameters: hyperparametersOf(job),
    ...(job.outputModelKmsKeyArn && { kmsKeyArn: job.outputModelKmsKeyArn }),
    ...(subnetIds && securityGroupIds && { vpc: { subnetIds, securityGroupIds } }),
  };
}

/** Reinforcement fine-tuning keeps its hyperparameters, numbers, in another place than the other methods. */
function hyperparametersOf(job: Job): Readonly<Record<string, string>> {
  const rft = job.customizationConfig?.rftConfig?.hyperParameters ?? {};
  const numbers = Object.entries(rft).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return { ...job.hyperParameters, ...Object.fromEntries(numbers) };
}

function phasesOf({ statusDetails }: Job): JobState['phases'] {
  const phases = [
    ['validation', statusDetails?.validationDetails],
    ['dataProcessing', statusDetails?.dataProcessingDetails],
    ['training', statusDetails?.trainingDetails],
  ] as const;
  return Object.fromEntries(
    phases.flatMap(([name, detail]): [string, JobPhase][] =>
      detail?.status
        ? [
            [
              name,
              {
                status: detail.status,
                ...(detail.creationTime && { startedAt: detail.creationTime.getTime() }),
                ...(detail.lastModifiedTime && { changedAt: detail.lastModifiedTime.getTime() }),
              },
            ],
          ]
        : [],
    ),
  );
}
