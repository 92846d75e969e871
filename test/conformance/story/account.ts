import { type Caller, textAt } from './caller.ts';

/** What an account may do and what it costs: quotas, prices, keys. */
export async function lookAround(call: Caller): Promise<void> {
  await readPrices(call);
  await askForQuota(call);
  await handleKey(call);
}

async function readPrices(call: Caller): Promise<void> {
  const ServiceCode = 'AmazonBedrock';
  await call('pricing', 'DescribeServices', { ServiceCode });
  await call('pricing', 'GetAttributeValues', { ServiceCode, AttributeName: 'regionCode' });
  await call('pricing', 'GetProducts', { ServiceCode });
}

async function askForQuota(call: Caller): Promise<void> {
  const ServiceCode = 'bedrock';
  const quotas = (operation: string, input: object = {}) => call('service-quotas', operation, { ...input });
  await quotas('ListServices');
  const listed = await quotas('ListServiceQuotas', { ServiceCode });
  await quotas('ListAWSDefaultServiceQuotas', { ServiceCode });
  const quota = { ServiceCode, QuotaCode: textAt(listed, 'Quotas.0.QuotaCode') };
  const current = await quotas('GetServiceQuota', quota);
  await quotas('GetAWSDefaultServiceQuota', quota);
  const DesiredValue = Number(textAt(current, 'Quota.Value')) + 1;
  await quotas('RequestServiceQuotaIncrease', { ...quota, DesiredValue });
  await quotas('ListRequestedServiceQuotaChangeHistory', { ServiceCode });
}

async function handleKey(call: Caller): Promise<void> {
  const created = await call('kms', 'CreateKey', { Tags: [{ TagKey: 'team', TagValue: 'mail room' }] });
  const KeyId = textAt(created, 'KeyMetadata.KeyId');
  const kms = (operation: string, input: object = {}) => call('kms', operation, { KeyId, ...input });
  await call('kms', 'CreateAlias', { AliasName: 'alias/story', TargetKeyId: KeyId });
  for (const operation of ['ListAliases', 'ListKeys']) await call('kms', operation);
  await kms('DescribeKey');
  const Policy = textAt(await kms('GetKeyPolicy', { PolicyName: 'default' }), 'Policy');
  await kms('PutKeyPolicy', { PolicyName: 'default', Policy });
  await kms('ListKeyPolicies');
  await kms('TagResource', { Tags: [{ TagKey: 'split', TagValue: 'train' }] });
  await kms('ListResourceTags');
  await kms('UntagResource', { TagKeys: ['split'] });
  for (const operation of ['DisableKey', 'EnableKey']) await kms(operation);
  await call('kms', 'DeleteAlias', { AliasName: 'alias/story' });
  for (const operation of ['ScheduleKeyDeletion', 'CancelKeyDeletion']) await kms(operation);
}
