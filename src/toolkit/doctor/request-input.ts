import type { DoctorInput } from './input.ts';

/** The job that a request asks for, as far as its members have the right types. */
export function inputOfRequest(request: unknown): DoctorInput {
  const body = recordOf(request);
  const [validator] = Array.isArray(recordOf(body.validationDataConfig).validators)
    ? (recordOf(body.validationDataConfig).validators as readonly unknown[])
    : [];
  const found: Readonly<Record<string, unknown>> = {
    baseModel: body.baseModelIdentifier,
    trainingDataUri: recordOf(body.trainingDataConfig).s3Uri,
    validationDataUri: recordOf(validator).s3Uri,
    outputUri: recordOf(body.outputDataConfig).s3Uri,
    roleArn: body.roleArn,
    kmsKey: body.customModelKmsKeyId,
    jobName: body.jobName,
    modelName: body.customModelName,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'string'));
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
