import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { Quota, QuotaReader } from '../ports/quota-reader.ts';
import { call, callOrMissing, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html */
export function createQuotaReader(clients: AwsClients): QuotaReader {
  const load = async () => ({ client: await clients.quotas(), sdk: await import('@aws-sdk/client-service-quotas') });
  return {
    quota: async (service, code, signal) => {
      const { client, sdk } = await load();
      const input = { ServiceCode: service, QuotaCode: code };
      const doing = `read quota ${code} of ${service}`;
      const own = await callOrMissing(doing, signal, () =>
        client.send(new sdk.GetServiceQuotaCommand(input), sending(signal)),
      );
      if (own?.Quota) return readQuota(own.Quota);
      // An account that never asked for another value may have none of its own.
      const usual = await callOrMissing(doing, signal, () =>
        client.send(new sdk.GetAWSDefaultServiceQuotaCommand(input), sending(signal)),
      );
      return usual?.Quota && readQuota(usual.Quota);
    },

    async *list(service, signal) {
      const { client, sdk } = await load();
      const fetchPage = (NextToken: string | undefined) =>
        call(`list quotas of ${service}`, signal, () =>
          client.send(new sdk.ListServiceQuotasCommand({ ServiceCode: service, NextToken }), sending(signal)),
        );
      for await (const page of pages(fetchPage, ({ NextToken }) => NextToken)) {
        for (const quota of page.Quotas ?? []) yield readQuota(quota);
      }
    },
  };
}

const readQuota = ({ QuotaCode, QuotaName, Value, Adjustable }: ServiceQuota): Quota => ({
  code: QuotaCode ?? '',
  name: QuotaName ?? '',
  value: Value ?? 0,
  adjustable: Adjustable ?? false,
});
