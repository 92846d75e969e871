import { describe, expect, it } from 'vitest';
import { CloudError, ConfigurationError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';
import { type CloudScript, drain, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { ALL_CHECKS } from './all-checks.ts';
import { describeCredentialProblem } from './credential-problem.ts';
import { doctor } from './doctor.ts';
import type { MachineFacts } from './input.ts';

const none = async function* () {};
const MODEL = {
  id: 'amazon.nova-lite-v1:0:300k',
  customizations: ['FINE_TUNING'],
  inferenceTypes: [],
  lifecycle: 'ACTIVE',
};
/** An account in which nothing is wrong, and little is there. */
const GOOD: CloudScript = {
  connection: {
    profile: () => 'work',
    endpoints: async () => [{ service: 'Bedrock' }, { service: 'S3' }, { service: 'IAM' }, { service: 'STS' }],
    serverTime: async () => Date.UTC(2026, 0, 1),
  },
  policies: { simulate: async () => [] },
  quotas: { quota: async (_, code) => ({ code, name: code, value: 100, adjustable: true }) },
  customizer: { listModels: none, listJobs: none },
  throughput: { list: none },
  catalogue: { models: async () => [MODEL], profiles: async () => ['us.amazon.nova-lite-v1:0'] },
};
const MACHINE: MachineFacts = {
  nodeVersion: '22.10.0',
  nodeNeeded: '20.19.0',
  folder: import.meta.dirname,
  loadReader: async () => undefined,
};

const examine = async (cloud: Cloud, input = {}, options = {}) => (await drain(doctor(input, options, cloud))).result;
const withCloud = (script: CloudScript) => scriptedCloud({ ...GOOD, ...script });

describe('doctor', () => {
  it('finds nothing in an account in which nothing is wrong', async () => {
    const report = await examine(scriptedCloud(GOOD), {}, { machine: MACHINE });
    expect(report).toMatchObject({ healthy: true, counts: { error: 0, warning: 0, unknown: 0 } });
    expect(report.diagnoses.map(({ check }) => check)).toContain('disk-space');
  });

  it('tells of each check when it is done', async () => {
    const { events } = await drain(doctor({}, { concurrency: 1 }, scriptedCloud(GOOD)));
    expect(events.map(({ check }) => check)).toEqual(ALL_CHECKS.map(({ name }) => name));
  });

  it('goes on when a check may not look, fails, or hangs', async () => {
    const cloud = withCloud({
      quotas: { quota: () => Promise.reject(refusal) },
      throughput: {
        list: () => {
          throw new TypeError('broken');
        },
      },
      connection: { ...GOOD.connection, serverTime: () => new Promise(() => undefined) },
    });
    const report = await examine(cloud, {}, { timeLimitMs: 50 });
    const codeOf = (name: string) => report.diagnoses.find(({ check }) => check === name);
    expect(codeOf('model-quota')).toMatchObject({ status: 'unknown', code: 'not-permitted' });
    expect(codeOf('leftovers')).toMatchObject({ status: 'unknown', code: 'not-looked-at', message: 'broken' });
    expect(codeOf('clock-skew')).toMatchObject({ status: 'unknown', message: 'No answer within 0.05 s.' });
    expect(codeOf('region')).toMatchObject({ status: 'ok' });
    expect(report.healthy).toBe(true);
  });

  it('ends with the reason of an abort', async () => {
    const aborter = new AbortController();
    const work = doctor({}, { signal: aborter.signal, concurrency: 1 }, scriptedCloud(GOOD));
    await work.next();
    aborter.abort(new Error('enough'));
    await expect(drain(work)).rejects.toThrow('enough');
  });

  it('says one thing when nothing can be asked, and looks at what needs no cloud', async () => {
    const problem = new ConfigurationError('credentials', 'Could not load credentials from any providers');
    const cloud = { ...scriptedCloud(GOOD), identity: () => Promise.reject(problem) };
    const report = await examine(cloud, { baseModel: 'amazon.nova-lite-v1:0' }, { machine: MACHINE });
    expect(report.diagnoses.filter(({ status }) => status === 'error').map(({ code }) => code)).toEqual([
      'credentials-missing',
      'base-model-not-customizable',
    ]);
    expect(report.diagnoses.map(({ check }) => check)).toContain('node-version');
    expect(report.diagnoses.filter(({ status }) => status === 'unknown')).toHaveLength(1);
  });
});

describe('single checks', () => {
  const find = async (name: string, cloud: Cloud, input = {}, options = {}) =>
    (await examine(cloud, input, options)).diagnoses.filter(({ check }) => check === name);

  it.each([
    [30, 'ok', 'ok'],
    [-90, 'warning', 'clock-skewed'],
    [600, 'error', 'clock-skewed'],
  ])('a clock that is %d s off', async (seconds, status, code) => {
    const serverTime = async () => Date.UTC(2026, 0, 1) - seconds * 1000;
    const cloud = withCloud({ connection: { ...GOOD.connection, serverTime } });
    expect(await find('clock-skew', cloud)).toMatchObject([{ status, code }]);
  });

  it('half a rehearsal', async () => {
    const endpoints = async () => [
      { service: 'Bedrock', url: 'http://127.0.0.1:4566', from: 'AWS_ENDPOINT_URL_BEDROCK' },
      { service: 'S3', proxy: 'socks5://proxy:1080' },
      { service: 'IAM' },
      { service: 'STS' },
    ];
    const cloud = withCloud({ connection: { ...GOOD.connection, endpoints } });
    expect((await find('endpoints', cloud)).map(({ code }) => code)).toEqual(['proxy-invalid', 'endpoints-mixed']);
  });

  it('a denial of the organisation', async () => {
    const simulate = async () => [
      {
        action: 'bedrock:CreateModelCustomizationJob',
        resource: '*',
        decision: 'explicitDeny',
        allowedByOrganization: false,
      } as const,
    ];
    const identity = async () => ({
      accountId: '111122223333',
      callerArn: 'arn:aws:iam::111122223333:user/ann',
      region: 'us-east-1',
      rehearsal: false,
    });
    const cloud = { ...withCloud({ policies: { simulate } }), identity };
    expect(await find('caller-rights', cloud)).toMatchObject([
      { code: 'caller-denied-by-organization', refusal: expect.stringContaining('service control policy') },
    ]);
  });

  it.each([
    ['a model that is not offered', [], 'model-not-offered'],
    ['a method that is not', [{ ...MODEL, customizations: ['DISTILLATION', 'NEWER'] }], 'method-not-offered'],
    ['a model at its end', [{ ...MODEL, lifecycle: 'LEGACY' }], 'model-legacy'],
    ['values of a newer service', [{ ...MODEL, customizations: ['FINE_TUNING', 'NEWER'] }], 'ok'],
  ])('%s', async (_, models, code) => {
    const cloud = withCloud({ catalogue: { models: async () => models, profiles: async () => [] } });
    expect(await find('model-access', cloud, { baseModel: 'nova-lite' })).toMatchObject([{ code }]);
  });

  it.each([
    ['18.0.0', 'node-too-old'],
    ['20.18.9', 'node-too-old'],
    ['20.19.0', 'node-old'],
    ['24.1.0', 'ok'],
  ])('Node %s', async (nodeVersion, code) => {
    const options = { machine: { ...MACHINE, nodeVersion } };
    expect(await find('node-version', scriptedCloud(GOOD), {}, options)).toMatchObject([{ code }]);
  });

  it('a machine without the models that read pages', async () => {
    const machine = { ...MACHINE, folder: '/nowhere/at/all', loadReader: () => Promise.reject(new Error('no OCR')) };
    expect(await find('page-reader', scriptedCloud(GOOD), {}, { machine })).toMatchObject([
      { status: 'warning', code: 'page-reader-missing', message: 'no OCR' },
    ]);
    expect((await find('disk-space', scriptedCloud(GOOD), {}, { machine }))[0]?.message).toMatch(
      /GiB are free at \/\.$/,
    );
  });

  it.each([
    [[], 'request-member-type'],
    [{ jobName: 1 }, 'request-member-type'],
    [{ hyperParameters: { epochCount: 2 } }, 'request-member-type'],
    [{ outputDataConfig: { s3Uri: 's3://b/', kmsKeyId: 'x' } }, 'request-member-unknown'],
    [{ trainingDataConfig: { s3Uri: 's3://b/x.jsonl' } }, 'request-member-missing'],
  ])('the request %j', async (request, code) => {
    const found = await find('request-shape', scriptedCloud(GOOD), { request });
    expect(found.map((diagnosis) => diagnosis.code)).toContain(code);
  });
});

describe('credentials', () => {
  const credentials = (message: string) => new ConfigurationError('credentials', `Could not ask: ${message}`);
  it.each([
    [
      credentials('The SSO session associated with this profile has expired.'),
      'credentials-expired',
      'aws sso login --profile work',
    ],
    [credentials('The security token included in the request is expired'), 'credentials-expired', 'AWS_SESSION_TOKEN'],
    [
      credentials('Could not load credentials from any providers'),
      'credentials-missing',
      'aws configure sso --profile work',
    ],
    [credentials('The security token included in the request is invalid.'), 'credentials-refused', 'access key'],
    [new ConfigurationError('region-missing', 'no region'), 'region-missing', 'AWS_REGION'],
    [new CloudError('network', 'getaddrinfo ENOTFOUND'), 'cloud-unreachable', 'HTTPS_PROXY'],
  ])('%s', (error, code, remedy) => {
    expect(describeCredentialProblem(error, 'work')).toMatchObject({ code, remedy: expect.stringContaining(remedy) });
  });
});
