import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';

/** Forms of Bedrock's API model: at most 63 characters. */
const JOB_NAME = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9+\-.])*$/;
const MODEL_NAME = /^(?=.{1,63}$)([0-9a-zA-Z][_-]?)+$/;

/** Whether the names have the form that the API takes, and are free. */
export const names: Check = {
  name: 'names',
  group: 'account',
  source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateModelCustomizationJob.html',
  run: async ({ input: { jobName, modelName = jobName, endpointName }, cloud, signal }) => {
    const verdicts: Verdict[] = [];
    if (jobName !== undefined) {
      const taken = JOB_NAME.test(jobName) && (await cloud.customizer.describe(jobName, signal)) !== undefined;
      const remedy = 'Choose another name, e.g. with a date: jobs are never deleted, and keep theirs.';
      const refusal = `A model customization job with the name ${jobName} already exists.`;
      verdicts.push(...judge('job', jobName, JOB_NAME, taken, { remedy, refusal }));
    }
    if (modelName !== undefined) {
      const taken = MODEL_NAME.test(modelName) && (await cloud.customizer.getModel(modelName, signal)) !== undefined;
      const remedy = 'Choose another --model-name, or delete the model: novatune model delete.';
      const refusal = `A custom model with the name ${modelName} already exists.`;
      verdicts.push(...judge('model', modelName, MODEL_NAME, taken, { remedy, refusal }));
    }
    if (endpointName !== undefined) {
      const hosts = MODEL_NAME.test(endpointName) ? [cloud.deployments, cloud.throughput] : [];
      const found = await Promise.all(hosts.map((host) => host.describe(endpointName, signal)));
      const taken = found.some((state) => state !== undefined);
      const remedy = 'Choose another name, or delete what has it: novatune deployment list, novatune throughput list.';
      verdicts.push(...judge('endpoint', endpointName, MODEL_NAME, taken, { remedy }));
    }
    const given = [jobName, modelName, endpointName].filter((name) => name !== undefined);
    return verdicts.length > 0 || given.length === 0 ? verdicts : [ok(`Free: ${[...new Set(given)].join(', ')}.`)];
  },
};

const CODES = {
  job: { invalid: 'job-name-invalid', taken: 'job-name-taken' },
  model: { invalid: 'model-name-invalid', taken: 'model-name-taken' },
  endpoint: { invalid: 'endpoint-name-invalid', taken: 'endpoint-name-taken' },
} as const;

function judge(
  kind: keyof typeof CODES,
  name: string,
  form: RegExp,
  taken: boolean,
  details: { readonly remedy: string; readonly refusal?: string },
): readonly Verdict[] {
  if (!form.test(name)) {
    const remedy =
      kind === 'job'
        ? 'Use 1 to 63 letters, digits, `-`, `+` and `.`; no underscore.'
        : 'Use 1 to 63 letters and digits, with single `-` or `_` between them.';
    const message = `The API does not take ${JSON.stringify(name)} as the name of a ${kind}.`;
    return [failure(CODES[kind].invalid, message, { remedy })];
  }
  return taken ? [failure(CODES[kind].taken, `The name ${name} is taken by another ${kind}.`, details)] : [];
}
