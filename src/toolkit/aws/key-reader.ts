import type { KeyReader } from '../ports/key-reader.ts';
import { callOrMissing, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** AWS Key Management Service. */
export function createKeyReader(clients: AwsClients): KeyReader {
  const load = async () => ({ client: await clients.kms(), sdk: await import('@aws-sdk/client-kms') });
  return {
    describe: (key, signal) =>
      callOrMissing(`look up key ${key}`, signal, async () => {
        const { client, sdk } = await load();
        const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId: key }), sending(signal));
        if (!KeyMetadata) return undefined;
        const { Arn = '', KeyId = '', KeyState = '', KeyUsage = '', KeySpec = '', DeletionDate } = KeyMetadata;
        return {
          arn: Arn,
          id: KeyId,
          state: KeyState,
          usage: KeyUsage,
          spec: KeySpec,
          ...(DeletionDate && { deletedAt: DeletionDate.getTime() }),
        };
      }),

    policy: (key, signal) =>
      callOrMissing(`read the policy of key ${key}`, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.GetKeyPolicyCommand({ KeyId: key, PolicyName: 'default' });
        const { Policy } = await client.send(command, sending(signal));
        return Policy === undefined ? undefined : (JSON.parse(Policy) as Record<string, unknown>);
      }),
  };
}
