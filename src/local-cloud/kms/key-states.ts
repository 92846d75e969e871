import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
} from '@aws-sdk/client-kms';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type KeyParts, requireKey, scopeOf } from './key-store.ts';
import { refusals } from './refusals.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const WAITING_DAYS = { least: 7, most: 30 };

export function stateOperations(parts: KeyParts) {
  const { database, clock } = parts;
  const find = (name: string, context: OperationContext) => requireKey(parts, scopeOf(context), name);

  const setEnabled = (name: string, enabled: boolean, context: OperationContext) => {
    const { arn, deletedAt } = find(name, context);
    if (deletedAt !== null) throw refusals.pendingDeletion(arn);
    database.prepare('UPDATE kms_key SET enabled = ? WHERE arn = ?').run(enabled ? 1 : 0, arn);
    return {};
  };

  return {
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
