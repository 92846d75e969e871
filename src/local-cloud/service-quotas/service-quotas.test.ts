import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotaIncreaseRequestsInTemplateCommand,
  ListServicesCommand,
  paginateListServiceQuotas,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLocalCloud } from '../testing/with-local-cloud.ts';

const UNITS = { ServiceCode: 'bedrock', QuotaCode: 'L-BE77399C' };
const MODELS = { ServiceCode: 'bedrock', QuotaCode: 'L-CB5B847D' };

let cloud: Awaited<ReturnType<typeof withLocalCloud>>;
let quotas: ServiceQuotasClient;
beforeAll(async () => {
  cloud = await withLocalCloud({ settings: { noCommitmentModelUnits: 3, customModels: 7 } });
  quotas = new ServiceQuotasClient(cloud.config);
});
afterAll(async () => {
  quotas.destroy();
  await cloud.close();
});

const quotaValue = async (input: typeof UNITS) => (await quotas.send(new GetServiceQuotaCommand(input))).Quota?.Value;

describe('Service Quotas', () => {
  it('tells what the cloud enforces, also after a change, and what AWS gives by default', async () => {
    expect(await quotaValue(UNITS)).toBe(3);
    expect(await quotaValue(MODELS)).toBe(7);
    cloud.cloud.changeSettings({ noCommitmentModelUnits: 0 });
    expect(await quotaValue(UNITS)).toBe(0);
    const { Quota } = await quotas.send(new GetAWSDefaultServiceQuotaCommand(MODELS));
    expect(Quota).toMatchObject({ Value: 100, Adjustable: true, QuotaName: 'Custom models per account' });
  });

  it('tells a limit per minute only while there is one', async () => {
    const requests = { ServiceCode: 'bedrock', QuotaCode: 'L-89F8391A' };
    expect(await quotaValue(requests)).toBe(2000);
    cloud.cloud.changeSettings({ requestsPerMinute: 12 });
    expect(await quotaValue(requests)).toBe(12);
  });

  it('lists services and quotas, page by page', async () => {
    const { Services } = await quotas.send(new ListServicesCommand({}));
    expect(Services).toEqual([{ ServiceCode: 'bedrock', ServiceName: 'Amazon Bedrock' }]);
    const codes: string[] = [];
    for await (const page of paginateListServiceQuotas({ client: quotas }, { ServiceCode: 'bedrock', MaxResults: 4 })) {
      expect(page.Quotas?.length).toBeLessThanOrEqual(4);
      codes.push(...(page.Quotas ?? []).map(({ QuotaCode }) => QuotaCode ?? ''));
    }
    const defaults = await quotas.send(new ListAWSDefaultServiceQuotasCommand({ ServiceCode: 'bedrock' }));
    expect(codes).toEqual(defaults.Quotas?.map(({ QuotaCode }) => QuotaCode));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toContain('L-70FC4C0E');
  });

  it('keeps a request for more, pending, and enforces what it did', async () => {
    const before = await quotaValue(MODELS);
    const { RequestedQuota } = await quotas.send(
      new RequestServiceQuotaIncreaseCommand({ ...MODELS, DesiredValue: 500 }),
    );
    expect(RequestedQuota).toMatchObject({ Status: 'PENDING', DesiredValue: 500, QuotaCode: MODELS.QuotaCode });
    expect(await quotaValue(MODELS)).toBe(before);
    const history = await quotas.send(new ListRequestedServiceQuotaChangeHistoryCommand({}));
    expect(history.RequestedQuotas?.map(({ Id }) => Id)).toEqual([RequestedQuota?.Id]);
    await expect(
      quotas.send(new RequestServiceQuotaIncreaseCommand({ ...MODELS, DesiredValue: 600 })),
    ).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it.each([
    [
      'a quota that is not there',
      () => quotas.send(new GetServiceQuotaCommand({ ...UNITS, QuotaCode: 'L-00000000' })),
      'NoSuchResource',
    ],
    [
      'a service without quotas',
      () => quotas.send(new GetServiceQuotaCommand({ ...UNITS, ServiceCode: 'ec2' })),
      'NoSuchResource',
    ],
    [
      'less than there is',
      () =>
        quotas.send(
          new RequestServiceQuotaIncreaseCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-70FC4C0E', DesiredValue: 1 }),
        ),
      'IllegalArgument',
    ],
    [
      'more of what cannot be adjusted',
      () =>
        quotas.send(
          new RequestServiceQuotaIncreaseCommand({
            ServiceCode: 'bedrock',
            QuotaCode: 'L-39FA8DCA',
            DesiredValue: 500,
          }),
        ),
      'IllegalArgument',
    ],
    [
      'a token that it never gave',
      () => quotas.send(new ListRequestedServiceQuotaChangeHistoryCommand({ NextToken: 'nonsense' })),
      'InvalidPaginationToken',
    ],
  ])('refuses %s', async (_, ask, name) => {
    await expect(ask()).rejects.toMatchObject({ name: `${name}Exception` });
  });

  it('refuses what it does not emulate, by name', async () => {
    await expect(quotas.send(new ListServiceQuotaIncreaseRequestsInTemplateCommand({}))).rejects.toThrow(
      /ListServiceQuotaIncreaseRequestsInTemplate/,
    );
  });
});
