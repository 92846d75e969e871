import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from './support/novatune.ts';

const MODEL = 'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl';

describe.skipIf(!isBuilt)(`serving (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    await writeFile(
      join(home.folder, 'job.json'),
      JSON.stringify({ job_name: 'j', job_arn: 'arn:j', status: 'Completed', model_id: MODEL }),
    );
    await writeFile(
      join(home.folder, 'running.json'),
      JSON.stringify({ job_name: 'j', job_arn: 'arn:j', status: 'InProgress' }),
    );
    await writeFile(join(home.folder, 'other.json'), '[]');
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const refused = async (...args: string[]) => {
    const ended = await home.run(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    return ended.stderr;
  };

  it('prints the request of throughput without a cloud', async () => {
    const flags = ['--provisioned-model-name', 'forms', '--job-details-file', 'job.json', '--model-units', '2'];
    const more = ['--tag', 'team=mail', '--client-request-token', 'mine', '--commitment', 'one-month'];
    const ended = await home.run(['throughput', 'create', ...flags, ...more, '--dry-run', '--region', 'us-east-1']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(json(ended)).toEqual({
      provisionedModelName: 'forms',
      modelId: MODEL,
      modelUnits: 2,
      commitmentDuration: 'OneMonth',
      tags: [
        { key: 'novatune:created-by', value: 'novatune' },
        { key: 'novatune:run', value: 'forms' },
        { key: 'team', value: 'mail' },
      ],
      clientRequestToken: 'mine',
    });
  });

  it('prints the request of a deployment, with the same token each time', async () => {
    const flags = ['--name', 'forms', '--model-id', MODEL, '--description', 'for forms', '--region', 'us-east-1'];
    const ask = async () => json(await home.run(['deployment', 'create', ...flags, '--dry-run']));
    const request = await ask();
    expect(request).toMatchObject({ modelDeploymentName: 'forms', modelArn: MODEL, description: 'for forms' });
    expect(await ask()).toEqual(request);
  });

  it('wants one name and one model', async () => {
    const create = (...flags: string[]) =>
      refused('throughput', 'create', ...flags, '--dry-run', '--region', 'us-east-1');
    expect(await create('--model-id', 'm')).toContain('Expected one --name of the provisioned throughput, got none.');
    expect(await create('--name', 'a', '--provisioned-model-name', 'b', '--model-id', 'm')).toContain('got a and b.');
    expect(await create('--name', 'a')).toContain(
      'Expected one of --model-id, --job-details-file and --job-arn, got none.',
    );
    expect(await create('--name', 'a', '--job-details-file', 'running.json')).toContain(
      'has left no model (InProgress)',
    );
    expect(await create('--name', 'a', '--job-details-file', 'other.json')).toContain('job-details-invalid');
  });

  it('wants something to change, and lengths of time that are some', async () => {
    expect(await refused('throughput', 'update', '--name', 'forms')).toContain('Expected something to change');
    expect(await refused('throughput', 'update', '--name', 'forms', '--ttl', 'soon')).toContain('90m, 2h or 1d12h');
    expect(
      await refused('throughput', 'create', '--name', 'f', '--model-id', 'm', '--commitment', 'OneMonth'),
    ).toContain('Allowed choices are one-month, six-months');
  });
});
