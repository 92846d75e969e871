import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import type { DoctorReport } from '../../src/toolkit/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { type JobRequest, sampleJob } from '../support/text-job.ts';

describe.skipIf(!isBuilt)(`novatune doctor (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  let job: JobRequest;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    home = await openHome();
    rehearsal = await openRehearsal();
    job = await sampleJob(rehearsal.cloud, (name) => `${name}-command`, 'command');
    environment = {
      AWS_ENDPOINT_URL: rehearsal.local.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    };
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  const flags = () => [
    ...['--base-model', job.baseModel, '--training-data-uri', job.trainingDataUri],
    ...['--output-uri', job.outputUri, '--role-arn', job.roleArn],
  ];

  it('says by groups that a job will be taken, and what comes next', async () => {
    const { code, stdout, stderr } = await home.run(['doctor', ...flags()], environment);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('role and rights  5 in order') });
    expect(stdout).toMatch(/\n0 errors, .* in order\n$/);
    expect(stderr).toMatch(/next: novatune job create .*--role-arn .* --dry-run\n$/);
    const verbose = await home.run(['doctor', '--verbose'], environment);
    expect(verbose.stdout).toContain('✓ Nothing bills by the hour.');
  });

  it('ends with 3 when something will fail, with remedy and refusal', async () => {
    const wrong = [...flags(), '--base-model', 'amazon.nova-lite-v1:0'];
    const { code, stdout } = await home.run(['doctor', ...wrong], environment);
    expect(code).toBe(3);
    expect(stdout).toContain('✗ base-model-not-customizable: amazon.nova-lite-v1:0 is the id to ask the model by');
    expect(stdout).toContain('      Use amazon.nova-lite-v1:0:300k.\n');
    expect(stdout).toContain('AWS would say: The provided model identifier is invalid.');
    const other = await home.run(['doctor', ...wrong, '--json'], environment);
    const report = json(other) as DoctorReport;
    expect(report).toMatchObject({ healthy: false, counts: { error: 1 } });
    expect(rehearsal.count('CreateModelCustomizationJob')).toBe(0);
  });

  it('takes the request that a dry run prints', async () => {
    const options = ['--job-name', 'dry', '--dry-run', ...flags()];
    const { stdout } = await home.run(['job', 'create', ...options], environment);
    await writeFile(join(home.folder, 'request.json'), stdout);
    const good = await home.run(['doctor', '--request', 'request.json', '--json'], environment);
    expect(json(good)).toMatchObject({ healthy: true });
    const spoilt = { ...(JSON.parse(stdout) as object), validationDataConfig: { s3Uri: job.trainingDataUri } };
    await writeFile(join(home.folder, 'request.json'), JSON.stringify(spoilt));
    const bad = await home.run(['doctor', '--request', 'request.json'], environment);
    expect(bad).toMatchObject({ code: 3, stdout: expect.stringContaining('Add validationDataConfig.validators.') });
    await writeFile(join(home.folder, 'request.json'), 'no JSON');
    const broken = await home.run(['doctor', '--request', 'request.json', '--json'], environment);
    expect(broken).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('"request-unreadable"') });
  });

  it('says one thing when nobody answers', async () => {
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...others } = environment;
    const { code, stdout } = await home.run(['doctor', '--json'], others);
    expect(code).toBe(3);
    const { diagnoses } = JSON.parse(stdout) as DoctorReport;
    expect(diagnoses.flatMap(({ status, code }) => (status === 'error' ? [code] : []))).toEqual([
      'credentials-missing',
    ]);
  });

  it('and every command names services that are reached elsewhere', async () => {
    const elsewhere = rehearsal.local.url.replace('127.0.0.1', 'localhost');
    const { stderr } = await home.run(['cleanup'], { ...environment, AWS_ENDPOINT_URL_S3: elsewhere });
    expect(stderr).toContain(`at EMULATOR ${rehearsal.local.url}; S3 at ${elsewhere}\n`);
  });
});
