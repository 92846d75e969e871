import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
} from '@aws-sdk/client-kms';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type AliasRow, aliasArn, type KeyParts, pageOf, requireKey, scopeOf } from './key-store.ts';
import { refusals } from './refusals.ts';

export function aliasOperations(parts: KeyParts) {
  const { database, clock } = parts;
  return {
    CreateAlias: ({ AliasName, TargetKeyId }: Checked<CreateAliasRequest>, context: OperationContext) => {
      checkName(AliasName);
      const scope = scopeOf(context);
      const { id } = requireKey(parts, scope, TargetKeyId);
      const arn = aliasArn(scope, AliasName);
      if (database.prepare('SELECT 1 FROM kms_alias WHERE arn = ?').get(arn) !== undefined) {
        throw refusals.aliasTaken(arn);
      }
      database
        .prepare('INSERT INTO kms_alias (arn, accountId, region, name, keyId, createdAt) VALUES (?, ?, ?, ?, ?, ?)')
        .run(arn, scope.accountId, scope.region, AliasName, id, clock.now());
      return {};
    },

    DeleteAlias: ({ AliasName }: Checked<DeleteAliasRequest>, context: OperationContext) => {
      const arn = aliasArn(scopeOf(context), AliasName);
      if (database.prepare('DELETE FROM kms_alias WHERE arn = ?').run(arn) === 0) throw refusals.noAlias(arn);
      return {};
    },

    ListAliases: ({ KeyId, ...page }: Checked<ListAliasesRequest>, context: OperationContext): ListAliasesResponse => {
      const { accountId, region } = scopeOf(context);
      const only = KeyId === undefined ? undefined : requireKey(parts, { accountId, region }, KeyId).id;
      const rows = database
        .prepare<AliasRow>('SELECT * FROM kms_alias WHERE accountId = ? AND region = ? ORDER BY name')
        .all(accountId, region)
        .filter(({ keyId }) => only === undefined || keyId === only);
      const { items, next } = pageOf(rows, ({ name }) => name, page);
      const aliases = items.map(({ arn, name, keyId, createdAt }) => ({
        AliasArn: arn,
        AliasName: name,
        TargetKeyId: keyId,
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(createdAt),
      }));
      return { Aliases: aliases, ...next };
    },
  };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
function checkName(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') {
    throw refusals.validation(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  if (name.startsWith('alias/aws/'))
    throw refusals.aliasName('The alias/aws/ prefix is reserved for AWS managed keys.');
}
