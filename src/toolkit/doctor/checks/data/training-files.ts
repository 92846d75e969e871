import { parseS3Uri } from '../../../lib/s3-uri.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';

/** Whether the files are there. */
export const trainingFiles: Check = {
  name: 'training-files',
  group: 'data',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html',
  run: async (facts) => {
    const { trainingDataUri, validationDataUri } = facts.input;
    const files = [trainingDataUri, validationDataUri].flatMap((uri) => (uri?.endsWith('.jsonl') ? [uri] : []));
    return (await Promise.all(files.map((uri) => judge(uri, facts)))).flat();
  },
};

async function judge(uri: string, facts: Facts): Promise<readonly Verdict[]> {
  const address = parseS3Uri(uri);
  const { region } = await facts.identity();
  // What a bucket elsewhere holds can be asked there only.
  if (address === undefined || (await facts.bucket(address.bucket)).region !== region) return [];
  const { bucket, key } = address;
  const refusal = `Could not validate GetObject permissions to access Amazon S3 bucket: ${bucket} at key ${key}`;
  const found = await facts.cloud.objects.head(bucket, key, facts.signal);
  if (found === undefined) {
    const remedy = 'Upload it: novatune dataset upload. Keys are case-sensitive.';
    return [failure('data-missing', `There is no object ${key} in ${bucket}.`, { remedy, refusal })];
  }
  if (found.size > 0) return [ok(`${uri} is there, ${found.size} bytes.`)];
  const empty = 'Unable to parse S3 file due to invalid data schema/format.';
  return [failure('data-empty', `${uri} is empty.`, { remedy: 'Upload the data set again.', refusal: empty })];
}
