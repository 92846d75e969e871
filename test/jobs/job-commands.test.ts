import { execFile, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BedrockClient, CreateModelCustomizationJobCommand } from '@aws-sdk/client-bedrock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { textRecords } from '../support/text-job.ts';

const BUCKET = 'job-commands';
const URIS = ['--training-data-uri', `s3://${BUCKET}/data/train.jsonl`, '--output-uri', `s3://${BUCKET}/out/`];
const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

describe.skipIf(!isBuilt)(`job and role (${isBuilt ? 'built' : WHY_SKIPPED})`, { timeout: 120_000 }, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  let settings: Record<string, string>;
  beforeAll(async () => {
    home = await openHome();
    rehearsal = await openRehearsal();
    settings = {
      AWS_ENDPOINT_URL: rehearsal.local.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    };
    await rehearsal.cloud.objects.createBucket(BUCKET, REGION, {});
    await rehearsal.cloud.objects.put(BUCKET, 'data/train.jsonl', textRecords(20), {
      contentType: 'application/jsonl',
    });
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });
  const run = (...args: string[]) => home.run(args, settings);
  const create = (name: string, ...args: string[]) =>
    run('job', 'create', '--job-name', name, ...URIS, '--create-role', 'novatune-commands', ...args);
  const kept = async (file: string) => JSON.parse(await readFile(join(home.folder, file), 'utf8'));

  it('a dry run prints what would be sent, and foreign clients can send it', async () => {
    const dry = await create('dry', '--validation-split', '0.2', '--tag', 'team=mail', '--dry-run');
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stderr).toContain('16 rows would be written to');
    expect(rehearsal.count('CreateModelCustomizationJob') + rehearsal.count('CreateRole')).toBe(0);

    const real = await create('dry', '--validation-split', '0.2', '--tag', 'team=mail', '--no-wait', '--json');
    const { job_arn: jobArn } = json(real) as { job_arn: string };
    // The same token: whoever sends the printed request is answered with the job that it has become.
    const bedrock = new BedrockClient({
      endpoint: rehearsal.local.url,
      region: REGION,
      credentials: LOCAL_CREDENTIALS,
    });
    const sent = await bedrock.send(new CreateModelCustomizationJobCommand(json(dry) as never));
    bedrock.destroy();
    expect(sent.jobArn).toBe(jobArn);
    if (!hasAwsCli) return;
    await writeFile(join(home.folder, 'request.json'), dry.stdout);
    const args = ['bedrock', 'create-model-customization-job', '--cli-input-json', 'file://request.json'];
    const { stdout } = await promisify(execFile)('aws', args, {
      cwd: home.folder,
      env: { ...process.env, ...settings },
    });
    expect(JSON.parse(stdout)).toEqual({ jobArn });
  });

  it('a wait that ends leaves details from which it is taken up again, warning of a stall', async () => {
    const fault = rehearsal.local.faults.add({ kind: 'stall', job: 'stalled' });
    const waiting = ['--polling-interval', '0.2', '--output-file', 'job.json', '--json'];
    const first = await create('stalled', ...waiting, '--max-wait-time', '1');
    expect(first.code, first.stderr).toBe(7);
    expect(await kept('job.json')).toMatchObject({ job_name: 'stalled', status: 'InProgress' });

    const watch = ['job', 'watch', '--job-details-file', 'job.json', ...waiting];
    const second = await run(...watch, '--max-wait-time', '3', '--stall-after', '1');
    expect(second.code).toBe(7);
    expect(second.stderr).toMatch(/warning: training has been NotStarted for \d+ s/);
    expect(second.stderr).toContain(`novatune job stop --job-arn ${(await kept('job.json')).job_arn}`);

    rehearsal.local.faults.clear(fault.id);
    const third = await run(...watch);
    expect(third.code, third.stderr).toBe(0);
    expect(json(third)).toMatchObject({ status: 'Completed', model_id: expect.stringContaining(':custom-model/') });
    expect(await kept('job.json')).toEqual(json(third));
  });

  it('metrics as CSV and as a table, found by the job name', async () => {
    const csv = await run('job', 'metrics', '--job-name', 'stalled', '--format', 'csv');
    expect(csv.stdout).toMatch(/^kind,step,epoch,loss,perplexity\ntraining,1,0,\d/);
    expect((await run('job', 'metrics', '--job-name', 'stalled')).stdout).toMatch(/^kind +step +epoch +loss/);
  });

  it('get and list', async () => {
    const got = await run('job', 'get', '--job-details-file', 'job.json');
    expect(got.stdout).toMatch(/^job +stalled\nstatus +Completed\nphases +validation Completed, /);
    const listed = await run('job', 'list', '--max-items', '1', '--json');
    expect(json(listed)).toMatchObject([{ jobName: 'stalled', customizationType: 'FINE_TUNING' }]);
    expect(json(await run('job', 'list', '--created-before', '2020-01-01', '--json'))).toEqual([]);
  });

  it.each([
    ['no job is named', ['job', 'get'], 'option-invalid'],
    ['two jobs are named', ['job', 'get', '--job-name', 'a', '--job-arn', 'b'], 'option-invalid'],
    ['no role is named', ['job', 'create', '--job-name', 'x', ...URIS], 'role-missing'],
    [
      'a flag is of another method',
      ['job', 'create', '--job-name', 'x', ...URIS, '--role-arn', 'r', '--teacher-model', 't'],
      'option-invalid',
    ],
    [
      'rft has no grader',
      ['job', 'create', '--job-name', 'x', ...URIS, '--role-arn', 'r', '--method', 'rft'],
      'option-invalid',
    ],
  ])('ends with 2 when %s', async (_, args, code) => {
    const ended = await run(...args, '--json');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code } });
  });

  it('role get says what is missing and ends with 3; delete keeps to what is ours', async () => {
    const asked = [
      'role',
      'get',
      '--role-name',
      'novatune-commands',
      '--output-uri',
      `s3://${BUCKET}/out/`,
      '--training-data-uri',
    ];
    expect(await run(...asked, `s3://${BUCKET}/data/train.jsonl`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing is missing'),
    });
    const more = await run(...asked, `s3://${BUCKET}/other/`);
    expect(more).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('missing: s3:GetObject on arn:aws:s3:::job-commands/other/*'),
    });
    const own = await rehearsal.cloud.roles.get('novatune-commands');
    const foreign = { name: 'foreign', description: 'of others', policies: {}, tags: {} };
    await rehearsal.cloud.roles.put({ ...foreign, trust: own?.trust ?? {} });
    expect(json(await run('role', 'list', '--json'))).toEqual([
      expect.objectContaining({ name: 'novatune-commands', ours: true }),
    ]);
    expect((await run('role', 'delete', '--role-name', 'foreign', '--yes')).code).toBe(2);
    expect((await run('role', 'delete', '--role-name', 'novatune-commands', '--yes')).code).toBe(0);
    expect((await run('role', 'delete', '--role-name', 'novatune-commands', '--yes')).code).toBe(5);
  });
});
