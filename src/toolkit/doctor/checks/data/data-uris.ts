import { isBucketName, parseS3Uri, S3_URI_MAX_LENGTH } from '../../../lib/s3-uri.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';

/** Keys as Bedrock's `S3Uri` has them: no blanks, no `//`, no `=`. */
const KEY = /^(?:[-!_*'().a-z0-9A-Z]+(?:\/[-!_*'().a-z0-9A-Z]+)*\/?)?$/;

/** Whether the locations have the form that Bedrock takes. Nothing is looked up. */
export const dataUris: Check = {
  name: 'data-uris',
  group: 'data',
  offline: true,
  source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_TrainingDataConfig.html',
  run: async ({ input: { trainingDataUri, validationDataUri, outputUri } }) => {
    const files = [trainingDataUri, validationDataUri].flatMap((uri) => uri ?? []);
    const all = [...files, ...(outputUri === undefined ? [] : [outputUri])];
    const verdicts = [...all.flatMap(judgeForm), ...files.flatMap(judgeFile)];
    return verdicts.length > 0 || all.length === 0 ? verdicts : [ok('The locations have the form that Bedrock takes.')];
  },
};

function judgeForm(uri: string): readonly Verdict[] {
  const address = parseS3Uri(uri);
  if (address && isBucketName(address.bucket) && KEY.test(address.key) && uri.length <= S3_URI_MAX_LENGTH) return [];
  const remedy = `Write s3://bucket/key with a lower-case bucket and letters, digits and -!_*'(). in the key; at most ${S3_URI_MAX_LENGTH} characters.`;
  return [failure('s3-uri-invalid', `Bedrock does not take ${JSON.stringify(uri)} as a location.`, { remedy })];
}

function judgeFile(uri: string): readonly Verdict[] {
  if (uri.endsWith('.jsonl')) return [];
  return [
    failure('data-uri-not-jsonl', `Expected one object whose key ends in .jsonl, got ${uri}.`, {
      remedy: 'Name the file itself, not its folder.',
      refusal: `Provided S3 location is invalid: ${uri}. Input data must be in .jsonl format`,
    }),
  ];
}
