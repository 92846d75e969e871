import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/toolkit/index.ts';

let folder: string;
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** A config file of its own for each test: the SDK remembers files by their path. */
function writeConfig(text: string): void {
  const file = join(folder, 'config');
  writeFileSync(file, text);
  vi.stubEnv('AWS_CONFIG_FILE', file);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'novatune-profile-'));
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const placesOf = async (profile: string) => {
  const cloud = connect({ profile, region: 'us-east-1', credentials });
  const places = await cloud.connection.endpoints();
  await cloud.close();
  return Object.fromEntries(
    places.map(({ service, url, from }) => [service, url === undefined ? undefined : { url, from }]),
  );
};

describe('endpoints of a profile', () => {
  const CONFIG = [
    '[profile work]',
    'services = emulators',
    'endpoint_url = http://127.0.0.1:7000',
    '[services emulators]',
    's3 =',
    '  endpoint_url = http://127.0.0.1:7001',
    'bedrock_runtime =',
    '  endpoint_url = http://127.0.0.1:7002',
    '[profile plain]',
    'region = us-east-1',
    '[profile off]',
    'endpoint_url = http://127.0.0.1:7000',
    'ignore_configured_endpoint_urls = true',
  ].join('\n');

  it('come from its services, then from itself', async () => {
    writeConfig(CONFIG);
    const places = await placesOf('work');
    expect(places.S3).toEqual({ url: 'http://127.0.0.1:7001', from: 'services emulators of profile work' });
    expect(places['Bedrock Runtime']?.url).toBe('http://127.0.0.1:7002');
    expect(places.Bedrock).toEqual({ url: 'http://127.0.0.1:7000', from: 'profile work' });
    expect((await placesOf('plain')).S3).toBeUndefined();
    expect((await placesOf('off')).S3).toBeUndefined();
  });

  it('give way to the environment, and may be switched off', async () => {
    writeConfig(CONFIG);
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', 'http://127.0.0.1:8001');
    expect((await placesOf('work')).KMS).toEqual({ url: 'http://127.0.0.1:8001', from: 'AWS_ENDPOINT_URL_KMS' });
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:8000');
    expect((await placesOf('work')).S3).toEqual({ url: 'http://127.0.0.1:8000', from: 'AWS_ENDPOINT_URL' });
    vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
    expect((await placesOf('work')).KMS).toBeUndefined();
  });
});
