import { parseS3Uri } from '../../../lib/s3-uri.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';

/** Whether the buckets are there, the caller's, and in the region of the job. */
export const buckets: Check = {
  name: 'buckets',
  group: 'data',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-troubleshoot.html',
  run: async (facts) => {
    const { region } = await facts.identity();
    const verdicts = await Promise.all(facts.buckets.map((bucket) => judge(bucket, region, facts)));
    const { newBucket } = facts.input;
    return [...verdicts, ...(newBucket === undefined ? [] : [await judgeNew(newBucket, region, facts)])];
  },
};

async function judge(bucket: string, region: string, facts: Facts): Promise<Verdict> {
  const look = await facts.bucket(bucket);
  const refusal = refusalOf(bucket, facts);
  if (look.foreign) {
    const remedy = 'Use a bucket of your own account, or have its owner allow s3:ListBucket to you and to the role.';
    return failure(
      'bucket-not-accessible',
      `The bucket ${bucket} may not be looked at: it is probably someone else's.`,
      {
        remedy,
        refusal,
      },
    );
  }
  if (look.region === undefined) {
    return failure('bucket-missing', `There is no bucket ${bucket}.`, {
      remedy: `aws s3 mb s3://${bucket} --region ${region}`,
      refusal,
    });
  }
  if (look.region === region) return ok(`The bucket ${bucket} is in ${region}.`);
  return failure(
    'bucket-in-another-region',
    `The bucket ${bucket} is in ${look.region}, the job would run in ${region}.`,
    {
      remedy: `Use a bucket in ${region}.`,
      refusal,
    },
  );
}

function refusalOf(bucket: string, { input }: Facts): string {
  const data = [input.trainingDataUri, input.validationDataUri]
    .flatMap((uri) => (uri === undefined ? [] : (parseS3Uri(uri) ?? [])))
    .find((place) => place.bucket === bucket);
  return data === undefined
    ? `Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${bucket}`
    : `Could not validate GetObject permissions to access Amazon S3 bucket: ${bucket} at key ${data.key}`;
}

/** A bucket that is made when it is not there: its name must be free, or the bucket one's own. */
async function judgeNew(bucket: string, region: string, facts: Facts): Promise<Verdict> {
  const look = await facts.bucket(bucket);
  if (look.foreign) {
    const remedy = 'Choose another name: those of buckets are shared by all of AWS.';
    return failure('bucket-name-taken', `The bucket ${bucket} belongs to someone else.`, { remedy });
  }
  if (look.region === undefined) return ok(`The bucket ${bucket} will be made in ${region}.`);
  return judge(bucket, region, facts);
}
