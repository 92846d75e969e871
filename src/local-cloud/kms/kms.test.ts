import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeyPoliciesCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSteppedClock } from '../state/clock.ts';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';

const clock = createSteppedClock();
let cloud: TestCloud;
let kms: KMSClient;
beforeAll(async () => {
  cloud = await withLocalCloud({ clock });
  kms = new KMSClient(cloud.config);
});
afterAll(async () => {
  kms.destroy();
  await cloud.close();
});

const newKey = async () => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'of invoices' }));
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
};

describe('KMS', () => {
  it('makes keys that are found by id, ARN and alias', async () => {
    const { id, arn } = await newKey();
    expect(arn).toBe(`arn:aws:kms:us-east-1:111122223333:key/${id}`);
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/invoices', TargetKeyId: id }));
    for (const KeyId of [id, arn, 'alias/invoices', 'arn:aws:kms:us-east-1:111122223333:alias/invoices']) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({ KeyId: id, KeyState: 'Enabled', Enabled: true, Description: 'of invoices' });
    }
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: id }));
    expect(Aliases).toMatchObject([{ AliasName: 'alias/invoices', TargetKeyId: id }]);
    await expect(
      kms.send(new CreateAliasCommand({ AliasName: 'alias/invoices', TargetKeyId: id })),
    ).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await kms.send(new DeleteAliasCommand({ AliasName: 'alias/invoices' }));
    await expect(kms.send(new DescribeKeyCommand({ KeyId: 'alias/invoices' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('pages through keys', async () => {
    for (let count = 0; count < 5; count += 1) await newKey();
    const ids = new Set<string>();
    for await (const page of paginateListKeys({ client: kms }, { Limit: 2 })) {
      expect(page.Keys?.length).toBeLessThanOrEqual(2);
      for (const { KeyId } of page.Keys ?? []) ids.add(KeyId ?? '');
    }
    expect(ids.size).toBeGreaterThanOrEqual(5);
  });

  it('gives a new key the policy of AWS, and keeps another', async () => {
    const { id } = await newKey();
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id }));
    expect(JSON.parse(Policy ?? '').Statement[0].Principal).toEqual({ AWS: 'arn:aws:iam::111122223333:root' });
    const own = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: own }));
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId: id }))).Policy).toBe(own);
    expect((await kms.send(new ListKeyPoliciesCommand({ KeyId: id }))).PolicyNames).toEqual(['default']);
    await expect(kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: '{}' }))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });

  it('disables, enables and deletes after the waiting time, on the clock of the cloud', async () => {
    const { id } = await newKey();
    const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.KeyState;
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    expect(await state()).toBe('Disabled');
    await kms.send(new EnableKeyCommand({ KeyId: id }));
    expect(await state()).toBe('Enabled');
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    expect(await state()).toBe('PendingDeletion');
    await expect(kms.send(new EnableKeyCommand({ KeyId: id }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
    await kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
    expect(await state()).toBe('Disabled');
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    clock.advance(8 * 24 * 60 * 60 * 1000);
    await expect(state()).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('keeps tags', async () => {
    const { id } = await newKey();
    const tags = async () => (await kms.send(new ListResourceTagsCommand({ KeyId: id }))).Tags;
    await kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: 'team', TagValue: 'mail room' }] }));
    expect(await tags()).toEqual([{ TagKey: 'team', TagValue: 'mail room' }]);
    await kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: ['team'] }));
    expect(await tags()).toEqual([]);
  });

  it.each([
    ['an id that is none', 'nonsense', 'NotFoundException'],
    ['a key that is not there', '00000000-0000-4000-8000-000000000000', 'NotFoundException'],
    ['a key of another region', 'arn:aws:kms:eu-west-1:111122223333:key/x', 'NotFoundException'],
  ])('refuses %s', async (_, KeyId, name) => {
    await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({ name });
  });

  it('shows a key to its own account alone', async () => {
    const { arn } = await newKey();
    const stranger = new KMSClient({
      ...cloud.config,
      credentials: { accessKeyId: '444455556666', secretAccessKey: 'x' },
    });
    await expect(stranger.send(new DescribeKeyCommand({ KeyId: arn }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    stranger.destroy();
  });

  it('encrypts nothing, and says so', async () => {
    const { id } = await newKey();
    await expect(kms.send(new EncryptCommand({ KeyId: id, Plaintext: new Uint8Array(1) }))).rejects.toThrow(/Encrypt/);
  });
});
