import { randomBytes } from 'node:crypto';
import type {
  ListRequestedServiceQuotaChangeHistoryRequest,
  ListRequestedServiceQuotaChangeHistoryResponse,
  RequestedServiceQuotaChange,
  RequestServiceQuotaIncreaseRequest,
  RequestServiceQuotaIncreaseResponse,
} from '@aws-sdk/client-service-quotas';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { valueNow } from './bedrock-quotas.ts';
import { pageAfter } from './paging.ts';
import { requireQuota, SERVICE } from './read-quotas.ts';
import { refusals } from './refusals.ts';

/** Times are milliseconds since the epoch. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS service_quotas_request (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  code TEXT NOT NULL, desired REAL NOT NULL, requester TEXT NOT NULL, createdAt INTEGER NOT NULL
);
`;

interface RequestRow {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly code: string;
  readonly desired: number;
  readonly requester: string;
  readonly createdAt: number;
}

/** Requests for more are kept and stay pending: nobody is there to grant them. Settings of the cloud change what is enforced. */
export function increaseOperations({ database, clock, settings }: Pick<Cloud, 'database' | 'clock' | 'settings'>) {
  database.execute(SCHEMA);
  return {
    RequestServiceQuotaIncrease: (
      { ServiceCode, QuotaCode, DesiredValue }: Checked<RequestServiceQuotaIncreaseRequest>,
      { caller, region }: OperationContext,
    ): RequestServiceQuotaIncreaseResponse => {
      const quota = requireQuota(ServiceCode, QuotaCode);
      if (!quota.adjustable) throw refusals.notAdjustable(QuotaCode);
      if (DesiredValue <= valueNow(quota, settings)) {
        throw refusals.illegal('You must provide a quota value greater than the current quota value.');
      }
      const open = database
        .prepare('SELECT 1 FROM service_quotas_request WHERE accountId = ? AND region = ? AND code = ?')
        .get(caller.accountId, region, QuotaCode);
      if (open !== undefined) throw refusals.pending();
      const row: RequestRow = {
        id: randomBytes(20).toString('hex'),
        accountId: caller.accountId,
        region,
        code: QuotaCode,
        desired: DesiredValue,
        requester: caller.arn,
        createdAt: clock.now(),
      };
      database
        .prepare(
          'INSERT INTO service_quotas_request (id, accountId, region, code, desired, requester, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(row.id, row.accountId, row.region, row.code, row.desired, row.requester, row.createdAt);
      return { RequestedQuota: describe(row) };
    },

    ListRequestedServiceQuotaChangeHistory: (
      input: Checked<ListRequestedServiceQuotaChangeHistoryRequest>,
      { caller, region }: OperationContext,
    ): ListRequestedServiceQuotaChangeHistoryResponse => {
      const { ServiceCode, Status } = input;
      if (ServiceCode !== undefined && ServiceCode !== SERVICE.code) throw refusals.noService(ServiceCode);
      const rows = database
        .prepare<RequestRow>('SELECT * FROM service_quotas_request WHERE accountId = ? AND region = ? ORDER BY seq')
        .all(caller.accountId, region);
      const pending = Status === undefined || Status === 'PENDING' ? rows : [];
      const { items, next } = pageAfter(pending, ({ id }) => id, input);
      return { RequestedQuotas: items.map(describe), ...next };
    },
  };
}

function describe({
  id,
  accountId,
  region,
  code,
  desired,
  requester,
  createdAt,
}: RequestRow): RequestedServiceQuotaChange {
  return {
    Id: id,
    ServiceCode: SERVICE.code,
    ServiceName: SERVICE.name,
    QuotaCode: code,
    QuotaName: requireQuota(SERVICE.code, code).name,
    QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:${SERVICE.code}/${code}`,
    DesiredValue: desired,
    Status: 'PENDING',
    Created: new Date(createdAt),
    LastUpdated: new Date(createdAt),
    Requester: JSON.stringify({ accountId, callerArn: requester }),
    GlobalQuota: false,
    Unit: 'None',
  };
}
