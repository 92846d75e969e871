import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { connect } from '../../src/toolkit/index.ts';
import { ACCOUNT, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';

/** A name that no resolver knows: only the proxy leads there. */
const HOST = 'cloud.example.invalid';

let rehearsal: Rehearsal;
let proxy: Server;
let front: Server;
/** Lines that the proxy was asked for, `CONNECT host:port` with the authorization. */
const asked: { readonly target: string; readonly authorization: string | undefined }[] = [];

const portOf = (server: { address(): string | AddressInfo | null }): number => (server.address() as AddressInfo).port;
const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));

beforeAll(async () => {
  rehearsal = await openRehearsal();
  // The local cloud answers to loopback names alone, so what stands behind the proxy calls it by one.
  front = createServer(forward);
  proxy = createServer();
  proxy.on('connect', (call, socket, head) => {
    asked.push({ target: call.url ?? '', authorization: call.headers['proxy-authorization'] });
    const target = connectSocket(Number(process.env.TEST_TARGET_PORT ?? portOf(front)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => undefined);
  });
  await Promise.all([listen(front), listen(proxy)]);
});
beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});
afterEach(() => {
  asked.length = 0;
  vi.unstubAllEnvs();
});
afterAll(async () => {
  for (const server of [proxy, front]) server.closeAllConnections();
  await Promise.all([proxy, front].map((server) => new Promise((done) => server.close(done))));
  await rehearsal[Symbol.asyncDispose]();
});

function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  const { port } = rehearsal.local;
  const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
  const onward = request({ port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, reply.headers);
    reply.pipe(answer);
  });
  incoming.pipe(onward);
}

async function accountBy(endpoint: string, caBundle?: string): Promise<string> {
  const options = { endpoint, region: REGION, credentials: LOCAL_CREDENTIALS };
  const cloud = connect({ ...options, ...(caBundle !== undefined && { caBundle }) });
  try {
    return (await cloud.identity()).accountId;
  } finally {
    await cloud.close();
  }
}

describe('proxies', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('%s takes calls to the cloud, with its password', async (name) => {
    vi.stubEnv(name, `http://me:secret@127.0.0.1:${portOf(proxy)}`);
    expect(await accountBy(`http://${HOST}`)).toBe(ACCOUNT);
    expect(asked).toEqual([
      { target: `${HOST}:80`, authorization: `Basic ${Buffer.from('me:secret').toString('base64')}` },
    ]);
  });

  it('never stands before this machine', async () => {
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    expect(await accountBy(rehearsal.local.url)).toBe(ACCOUNT);
    expect(asked).toEqual([]);
  });

  it.each(['NO_PROXY', 'no_proxy'])('%s leaves hosts out', async (name) => {
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
    vi.stubEnv(name, 'other.example,.example.invalid');
    await expect(accountBy(`http://${HOST}`)).rejects.toMatchObject({ code: 'network' });
    expect(asked).toEqual([]);
  });

  it('names the proxy of each service, without its password', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://me:secret@proxy.example:3128');
    vi.stubEnv('NO_PROXY', 's3.us-east-1.amazonaws.com');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', rehearsal.local.url);
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    const cloud = connect({ region: REGION, credentials: LOCAL_CREDENTIALS });
    const places = Object.fromEntries((await cloud.connection.endpoints()).map((place) => [place.service, place]));
    expect(places.Bedrock).toEqual({ service: 'Bedrock', proxy: 'http://proxy.example:3128' });
    expect(places.S3).toEqual({ service: 'S3' });
    expect(places.STS).toEqual({ service: 'STS', url: rehearsal.local.url, from: 'AWS_ENDPOINT_URL_STS' });
    expect(JSON.stringify(places)).not.toContain('secret');
    await cloud.close();
  });
});

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOpenssl)(
  `TLS behind a proxy${hasOpenssl ? '' : ' (skipped: no openssl to make a certificate)'}`,
  () => {
    let folder: string;
    let tls: ReturnType<typeof createTlsServer>;
    let certificate: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'novatune-tls-'));
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
      const files = ['-keyout', key, '-out', cert, '-days', '1', '-nodes'];
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...files, ...subject], { stdio: 'ignore' });
      certificate = readFileSync(cert, 'utf8');
      tls = createTlsServer({ key: readFileSync(key), cert: certificate }, forward);
      await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', () => resolve()));
    });
    afterAll(async () => {
      tls.closeAllConnections();
      await new Promise((done) => tls.close(done));
      rmSync(folder, { recursive: true, force: true });
    });

    it('trusts the given authorities, and only those', async () => {
      vi.stubEnv('TEST_TARGET_PORT', String(portOf(tls)));
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${portOf(proxy)}`);
      expect(await accountBy(`https://${HOST}`, certificate)).toBe(ACCOUNT);
      expect(asked).toEqual([{ target: `${HOST}:443`, authorization: undefined }]);
      await expect(accountBy(`https://${HOST}`)).rejects.toThrow(/certificate/);
    });
  },
);
