import type { RoleState } from '../../../ports/role-manager.ts';
import { askRights } from '../../ask-rights.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, type Verdict } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';

/** Whether the role can use the keys that the buckets encrypt with. */
export const bucketEncryption: Check = {
  name: 'bucket-encryption',
  group: 'data',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  run: async (facts) => {
    const { region } = await facts.identity();
    const role = (await facts.role())?.state;
    const verdicts = await Promise.all(
      facts.buckets.map(async (bucket) =>
        (await facts.bucket(bucket)).region === region ? judge(bucket, role, facts) : [],
      ),
    );
    return verdicts.flat();
  },
};

async function judge(bucket: string, role: RoleState | undefined, facts: Facts): Promise<readonly Verdict[]> {
  const encryption = await facts.cloud.bucketGuards.encryption(bucket, facts.signal);
  if (encryption === undefined || !encryption.algorithm.startsWith('aws:kms')) {
    return [ok(`The bucket ${bucket} encrypts with a key of S3.`)];
  }
  const { key } = encryption;
  // The account's own key for S3 can be used by every role of the account.
  if (key === undefined || key.includes('alias/aws/s3'))
    return [ok(`The bucket ${bucket} encrypts with the key of the account for S3.`)];
  if (role === undefined) return [];
  const arn = (await facts.cloud.keys.describe(key, facts.signal))?.arn;
  if (arn === undefined) {
    const remedy = 'Restore the key, or encrypt the bucket with another one and write the objects anew.';
    return [failure('bucket-key-missing', `The key ${key} that ${bucket} encrypts with is not there.`, { remedy })];
  }
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
  const { answers } = await askRights(facts, role, {
    actions,
    resources: [arn],
    context: viaS3(await facts.identity()),
  });
  const lacking = answers.filter(({ decision }) => decision !== 'allowed');
  if (lacking.length === 0) return [ok(`${role.name} may use the key that ${bucket} encrypts with.`)];
  const names = lacking.map(({ action }) => action).join(', ');
  if (lacking.every(({ decision }) => decision === 'unclear')) {
    return [unknown('bucket-key-unclear', `Whether ${role.name} may ${names} on ${arn} depends on conditions.`)];
  }
  return [
    failure('bucket-key-unusable', `${role.name} may not ${names} on ${arn}, which ${bucket} encrypts with.`, {
      remedy: `Allow it ${names} on ${arn}.`,
    }),
  ];
}

const viaS3 = ({ accountId, region }: { readonly accountId: string; readonly region: string }) => ({
  'kms:ViaService': `s3.${region}.amazonaws.com`,
  'kms:CallerAccount': accountId,
});
