import { CUSTOMIZATION_REGION } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, warning } from '../../diagnosis.ts';

export const region: Check = {
  name: 'region',
  group: 'surroundings',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-fine-tuning.html',
  run: async ({ identity, input }) => {
    const { region } = await identity();
    if (region === CUSTOMIZATION_REGION) return [ok(`The region is ${region}, where Nova is customized.`)];
    const message = `The region is ${region}; Nova is customized in ${CUSTOMIZATION_REGION} only.`;
    const remedy = `Pass --region ${CUSTOMIZATION_REGION}.`;
    const isJob = input.baseModel !== undefined || input.trainingDataUri !== undefined || input.jobName !== undefined;
    if (!isJob) return [warning('region-not-supported', message, { remedy })];
    return [failure('region-not-supported', message, { remedy, refusal: 'The provided model identifier is invalid.' })];
  },
};
