import { randomUUID } from 'node:crypto';
import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  CreateKeyRequest,
  CreateKeyResponse,
  CustomerMasterKeySpec,
  DescribeKeyRequest,
  DescribeKeyResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  KeyMetadata,
  KeySpec,
  KeyUsageType,
  ListKeysRequest,
  ListKeysResponse,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
} from '@aws-sdk/client-kms';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type KeyParts, type KeyRow, keyArn, keysOf, pageOf, requireKey, scopeOf } from './key-store.ts';
import { checkedPolicy, defaultKeyPolicy } from './policies.ts';
import { refusals } from './refusals.ts';
import { putTags } from './tags.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const WAITING_DAYS = { least: 7, most: 30 };

export function keyOperations(parts: KeyParts) {
  const { database, clock } = parts;
  const find = (name: string, context: OperationContext) => requireKey(parts, scopeOf(context), name);

  const setEnabled = (name: string, enabled: boolean, context: OperationContext) => {
    const { arn, deletedAt } = find(name, context);
    if (deletedAt !== null) throw refusals.pendingDeletion(arn);
    database.prepare('UPDATE kms_key SET enabled = ? WHERE arn = ?').run(enabled ? 1 : 0, arn);
    return {};
  };

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

    EnableKey: ({ KeyId }: Checked<EnableKeyRequest>, context: OperationContext) => setEnabled(KeyId, true, context),
    DisableKey: ({ KeyId }: Checked<DisableKeyRequest>, context: OperationContext) => setEnabled(KeyId, false, context),

    ScheduleKeyDeletion: (
      { KeyId, PendingWindowInDays: days = WAITING_DAYS.most }: Checked<ScheduleKeyDeletionRequest>,
      context: OperationContext,
    ): ScheduleKeyDeletionResponse => {
      const { arn, deletedAt } = find(KeyId, context);
      if (deletedAt !== null) throw refusals.pendingDeletion(arn);
      if (days < WAITING_DAYS.least || days > WAITING_DAYS.most) {
        throw refusals.validation(
          `PendingWindowInDays must be between ${WAITING_DAYS.least} and ${WAITING_DAYS.most}.`,
        );
      }
      const due = clock.now() + days * DAY_MS;
      database.prepare('UPDATE kms_key SET deletedAt = ? WHERE arn = ?').run(due, arn);
      return { KeyId: arn, DeletionDate: new Date(due), KeyState: 'PendingDeletion', PendingWindowInDays: days };
    },

    CancelKeyDeletion: (
      { KeyId }: Checked<CancelKeyDeletionRequest>,
      context: OperationContext,
    ): CancelKeyDeletionResponse => {
      const { arn, deletedAt } = find(KeyId, context);
      if (deletedAt === null) throw refusals.notPendingDeletion(arn);
      // AWS leaves such a key disabled.
      database.prepare('UPDATE kms_key SET deletedAt = NULL, enabled = 0 WHERE arn = ?').run(arn);
      return { KeyId: arn };
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
