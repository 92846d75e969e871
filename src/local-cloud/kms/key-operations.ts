import { randomUUID } from 'node:crypto';
import type {
  CreateKeyRequest,
  CreateKeyResponse,
  CustomerMasterKeySpec,
  DescribeKeyRequest,
  DescribeKeyResponse,
  KeyMetadata,
  KeySpec,
  KeyUsageType,
  ListKeysRequest,
  ListKeysResponse,
} from '@aws-sdk/client-kms';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type KeyParts, type KeyRow, keyArn, keysOf, pageOf, requireKey, scopeOf } from './key-store.ts';
import { checkedPolicy, defaultKeyPolicy } from './policies.ts';
import { refusals } from './refusals.ts';
import { putTags } from './tags.ts';

export function keyOperations(parts: KeyParts) {
  const { database, clock } = parts;
  const find = (name: string, context: OperationContext) => requireKey(parts, scopeOf(context), name);

  return {
    CreateKey: (input: Checked<CreateKeyRequest>, context: OperationContext): CreateKeyResponse => {
      refuseOtherOrigins(input);
      const scope = scopeOf(context);
      const id = randomUUID();
      const arn = keyArn(scope, id);
      const policy = input.Policy === undefined ? defaultKeyPolicy(scope.accountId) : checkedPolicy(input.Policy);
      const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
      database.transaction(() => {
        database
          .prepare(
            'INSERT INTO kms_key (arn, accountId, region, id, description, usage, spec, enabled, policy, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
          )
          .run(
            ...[arn, scope.accountId, scope.region, id, input.Description ?? ''],
            ...[input.KeyUsage ?? 'ENCRYPT_DECRYPT', spec, policy, clock.now()],
          );
        putTags(parts, arn, input.Tags ?? []);
      });
      return { KeyMetadata: describe(find(id, context)) };
    },

    DescribeKey: ({ KeyId }: Checked<DescribeKeyRequest>, context: OperationContext): DescribeKeyResponse => ({
      KeyMetadata: describe(find(KeyId, context)),
    }),

    ListKeys: (input: Checked<ListKeysRequest>, context: OperationContext): ListKeysResponse => {
      const { items, next } = pageOf(keysOf(parts, scopeOf(context)), ({ id }) => id, input);
      return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...next };
    },
  };
}

function refuseOtherOrigins({ Origin, CustomKeyStoreId, XksKeyId, MultiRegion }: Checked<CreateKeyRequest>): void {
  if (Origin !== undefined && Origin !== 'AWS_KMS') throw refusals.unsupported(`keys of origin ${Origin}`);
  if (CustomKeyStoreId !== undefined || XksKeyId !== undefined) throw refusals.unsupported('custom key stores');
  if (MultiRegion) throw refusals.unsupported('multi-Region keys');
}

function describe({ accountId, id, arn, description, usage, spec, ...row }: KeyRow): KeyMetadata {
  const state = row.deletedAt !== null ? 'PendingDeletion' : row.enabled === 1 ? 'Enabled' : 'Disabled';
  return {
    AWSAccountId: accountId,
    KeyId: id,
    Arn: arn,
    CreationDate: new Date(row.createdAt),
    Enabled: state === 'Enabled',
    Description: description,
    KeyUsage: usage as KeyUsageType,
    KeyState: state,
    ...(row.deletedAt !== null && { DeletionDate: new Date(row.deletedAt) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: spec as CustomerMasterKeySpec,
    KeySpec: spec as KeySpec,
    MultiRegion: false,
    ...(usage === 'ENCRYPT_DECRYPT' && spec === 'SYMMETRIC_DEFAULT' && { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }),
  };
}
