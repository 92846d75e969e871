import type {
  GetAWSDefaultServiceQuotaRequest,
  GetAWSDefaultServiceQuotaResponse,
  GetServiceQuotaRequest,
  GetServiceQuotaResponse,
  ListAWSDefaultServiceQuotasRequest,
  ListAWSDefaultServiceQuotasResponse,
  ListServiceQuotasRequest,
  ListServiceQuotasResponse,
  ListServicesRequest,
  ListServicesResponse,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { BEDROCK_QUOTAS, type LocalQuota, valueNow } from './bedrock-quotas.ts';
import { pageAfter } from './paging.ts';
import { refusals } from './refusals.ts';

export const SERVICE = { code: 'bedrock', name: 'Amazon Bedrock' } as const;

type Value = (quota: LocalQuota) => number;

/** Reading quotas: what is enforced now, and what AWS gives by default. */
export function readOperations({ settings }: Pick<Cloud, 'settings'>) {
  const now: Value = (quota) => valueNow(quota, settings);
  const usual: Value = ({ usual }) => usual;
  return {
    ListServices: (input: Checked<ListServicesRequest>): ListServicesResponse => {
      const { items, next } = pageAfter([SERVICE], ({ code }) => code, input);
      return { Services: items.map(({ code, name }) => ({ ServiceCode: code, ServiceName: name })), ...next };
    },
    GetServiceQuota: (input: Checked<GetServiceQuotaRequest>, context: OperationContext): GetServiceQuotaResponse => ({
      Quota: describe(requireQuota(input.ServiceCode, input.QuotaCode), now, context),
    }),
    GetAWSDefaultServiceQuota: (
      input: Checked<GetAWSDefaultServiceQuotaRequest>,
      context: OperationContext,
    ): GetAWSDefaultServiceQuotaResponse => ({
      Quota: describe(requireQuota(input.ServiceCode, input.QuotaCode), usual, context),
    }),
    ListServiceQuotas: (
      input: Checked<ListServiceQuotasRequest>,
      context: OperationContext,
    ): ListServiceQuotasResponse => {
      const only = input.QuotaCode === undefined ? quotasOf(input) : [requireQuota(input.ServiceCode, input.QuotaCode)];
      return page(only, now, input, context);
    },
    ListAWSDefaultServiceQuotas: (
      input: Checked<ListAWSDefaultServiceQuotasRequest>,
      context: OperationContext,
    ): ListAWSDefaultServiceQuotasResponse => page(quotasOf(input), usual, input, context),
  };
}

/** @throws ServiceError NoSuchResourceException */
export function requireQuota(service: string, code: string): LocalQuota {
  const quota = quotasOf({ ServiceCode: service }).find((candidate) => candidate.code === code);
  if (!quota) throw refusals.noResource();
  return quota;
}

function quotasOf({ ServiceCode }: { readonly ServiceCode: string }): readonly LocalQuota[] {
  if (ServiceCode !== SERVICE.code) throw refusals.noService(ServiceCode);
  return BEDROCK_QUOTAS;
}

function page(
  quotas: readonly LocalQuota[],
  value: Value,
  input: Parameters<typeof pageAfter>[2],
  context: OperationContext,
) {
  const { items, next } = pageAfter(quotas, ({ code }) => code, input);
  return { Quotas: items.map((quota) => describe(quota, value, context)), ...next };
}

function describe(quota: LocalQuota, value: Value, { region, caller }: OperationContext): ServiceQuota {
  return {
    ServiceCode: SERVICE.code,
    ServiceName: SERVICE.name,
    QuotaArn: `arn:aws:servicequotas:${region}:${caller.accountId}:${SERVICE.code}/${quota.code}`,
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Value: value(quota),
    Unit: 'None',
    Adjustable: quota.adjustable,
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT',
  };
}
