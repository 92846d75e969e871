import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/toolkit/index.ts';
import { ACCOUNT, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await openRehearsal();
});
afterAll(() => rehearsal[Symbol.asyncDispose]());
afterEach(() => vi.unstubAllEnvs());

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** Nothing of the machine's own AWS settings. */
function stubEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

describe('connect', () => {
  it('says who pays and where', async () => {
    const cloud = connect({ endpoint: rehearsal.local.url, region: 'us-west-2', credentials });
    expect(await cloud.identity()).toEqual({
      accountId: ACCOUNT,
      callerArn: expect.stringContaining(ACCOUNT),
      region: 'us-west-2',
      endpoint: rehearsal.local.url,
      rehearsal: true,
    });
    await cloud.close();
  });

  it.each(['AWS_REGION', 'AWS_DEFAULT_REGION'])(
    'reads the endpoint, %s and keys from the environment',
    async (region) => {
      stubEnvironment({
        AWS_ENDPOINT_URL: rehearsal.local.url,
        [region]: 'eu-west-1',
        AWS_ACCESS_KEY_ID: '444455556666',
        AWS_SECRET_ACCESS_KEY: 'x',
      });
      const cloud = connect();
      expect(await cloud.identity()).toMatchObject({ accountId: '444455556666', region: 'eu-west-1', rehearsal: true });
      expect(await cloud.objects.bucketRegion('no-such-bucket-anywhere')).toBeUndefined();
      await cloud.close();
    },
  );

  it('says which setting is missing', async () => {
    stubEnvironment({ AWS_ENDPOINT_URL: rehearsal.local.url });
    await expect(connect({ credentials }).identity()).rejects.toMatchObject({ code: 'region-missing' });
    await expect(connect({ region: 'us-east-1' }).identity()).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'credentials',
    });
  });

  it('may try again when nobody answers', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const cloud = connect({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
    await expect(cloud.identity()).rejects.toMatchObject({ name: 'CloudError', code: 'network', retryable: true });
    await cloud.close();
  });

  it('sends nothing before it is asked something', async () => {
    const before = rehearsal.answered.length;
    await connect({ endpoint: rehearsal.local.url, region: 'us-east-1', credentials }).close();
    expect(rehearsal.answered.length).toBe(before);
  });
});
