import {
  type Cloud,
  type DoctorInput,
  type DoctorOptions,
  type DoctorReport,
  doctor,
} from '../../src/toolkit/index.ts';
import { drain } from '../support/rehearsal.ts';
import type { JobRequest } from '../support/text-job.ts';

/** What the doctor says of a job that is going to be submitted. */
export async function diagnose(
  input: DoctorInput,
  cloud: Cloud,
  options: DoctorOptions = {},
): Promise<DoctorReport & { readonly codes: readonly string[] }> {
  const { result } = await drain(doctor(input, options, cloud));
  const codes = result.diagnoses.flatMap(({ status, code }) => (status === 'error' ? [code] : []));
  return { ...result, codes };
}

export const inputOf = ({
  jobName,
  modelName,
  roleArn,
  baseModel,
  trainingDataUri,
  validationDataUri,
  outputUri,
  kmsKey,
}: JobRequest): DoctorInput => ({
  jobName,
  modelName,
  roleArn,
  baseModel,
  trainingDataUri,
  outputUri,
  ...(validationDataUri !== undefined && { validationDataUri }),
  ...(kmsKey !== undefined && { kmsKey }),
});
