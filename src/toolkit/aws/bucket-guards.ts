import type { BucketGuards } from '../ports/bucket-guards.ts';
import { call, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** How S3 buckets are guarded. */
export function createBucketGuards(clients: AwsClients): BucketGuards {
  const load = async () => ({ client: await clients.s3(), sdk: await import('@aws-sdk/client-s3') });
  return {
    encryption: (bucket, signal) =>
      absentAsUndefined(
        ['ServerSideEncryptionConfigurationNotFoundError'],
        `read the encryption of bucket ${bucket}`,
        signal,
        async () => {
          const { client, sdk } = await load();
          const { ServerSideEncryptionConfiguration } = await client.send(
            new sdk.GetBucketEncryptionCommand({ Bucket: bucket }),
            sending(signal),
          );
          const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
          const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
          return SSEAlgorithm && { algorithm: SSEAlgorithm, ...(KMSMasterKeyID && { key: KMSMasterKeyID }) };
        },
      ),

    blocksPublicAccess: async (bucket, signal) => {
      const absent = ['NoSuchPublicAccessBlockConfiguration'];
      const doing = `read the public access block of bucket ${bucket}`;
      const found = await absentAsUndefined(absent, doing, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.GetPublicAccessBlockCommand({ Bucket: bucket });
        return (await client.send(command, sending(signal))).PublicAccessBlockConfiguration;
      });
      const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = found ?? {};
      return [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every((on) => on === true);
    },

    policy: (bucket, signal) =>
      absentAsUndefined(['NoSuchBucketPolicy'], `read the policy of bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        const { Policy } = await client.send(new sdk.GetBucketPolicyCommand({ Bucket: bucket }), sending(signal));
        return Policy === undefined ? undefined : (JSON.parse(Policy) as Record<string, unknown>);
      }),
  };
}

/** As `call`, but a setting that was never made is undefined. */
const absentAsUndefined = <Result>(
  absent: readonly string[],
  doing: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result | undefined> =>
  call(doing, signal, async () => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && absent.includes(error.name)) return undefined;
      throw error;
    }
  });
