import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedCloud, runTags } from '../../src/toolkit/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { connectTo, REGION } from '../support/rehearsal.ts';

const TEXT = { contentType: 'text/plain' };

describe.skipIf(!isBuilt)(`novatune cleanup${isBuilt ? '' : ` (${WHY_SKIPPED})`}`, () => {
  let home: Home;
  let cloud: ConnectedCloud;
  const cleanup = (...args: string[]) => home.run(['cleanup', '--local', ...args]);
  beforeAll(async () => {
    home = await openHome();
    const { url } = json(await home.run(['local', 'start', '--json'])) as { readonly url: string };
    cloud = connectTo(url);
    await cloud.objects.createBucket('forms', REGION, runTags('forms'));
    await cloud.objects.put('forms', 'runs/forms/data/a.txt', 'abc', TEXT);
    await cloud.objects.put('forms', 'kept.txt', 'abc', TEXT);
    const { accountId } = await cloud.identity();
    const statement = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const trust = { Version: '2012-10-17', Statement: [statement] };
    const role = { description: accountId, trust, policies: {} };
    await cloud.roles.put({ ...role, name: 'novatune-forms', tags: runTags('forms') });
    await cloud.roles.put({ ...role, name: 'novatune-foreign', tags: {} });
  }, 180_000);
  afterAll(async () => {
    await cloud.close();
    await home[Symbol.asyncDispose]();
  });

  it('lists, and changes nothing', async () => {
    const listed = await cleanup('--json');
    expect(listed.code).toBe(0);
    expect(json(listed)).toMatchObject({
      dryRun: true,
      resources: [
        { kind: 'role', name: 'novatune-forms', cost: { per: 'nothing' } },
        { kind: 'objects', name: 's3://forms/runs/forms/', count: 1, bytes: 3, cost: { per: 'month' } },
        { kind: 'bucket', name: 'forms', blocked: { reason: expect.stringContaining('kept.txt') } },
      ],
      total: { deletable: { unknown: 0 } },
      notSearched: [],
    });
    const table = await cleanup('--run', 'forms', '--keep', 'roles,bucket');
    expect(table.stdout).toMatch(
      /^kind +name.*\nobjects +s3:\/\/forms\/runs\/forms\/ \(1, 3 B\) +forms .*\ndeleting stops/,
    );
    expect((await cleanup('--run', 'nothing')).stdout).toBe('nothing found that novatune made\n');
    expect((await cleanup('--older-than', '7d')).stdout).toBe('nothing found that novatune made\n');
  }, 180_000);

  it('refuses unknown kinds, folders without a run, and deleting without a yes', async () => {
    expect(await cleanup('--kind', 'lambda')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('job, batch-job'),
    });
    const folder = await cleanup('--run-folder', 'nowhere');
    expect(folder).toMatchObject({ code: 2, stderr: expect.stringContaining('run-not-found') });
    const unasked = await cleanup('--delete');
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('confirmation-needed') });
    expect((await cleanup('--yes', '--dry-run')).code).toBe(0);
    expect(await cloud.roles.get('novatune-forms')).toBeDefined();
  }, 180_000);

  it('deletes, and says by its exit code that something stays and why', async () => {
    const partly = await cleanup('--yes');
    expect(partly.code).toBe(7);
    expect(partly.stdout).toMatch(/^2 deleted, 1 kept\n.*\nkept bucket forms: .*kept\.txt/);
    await cloud.objects.delete('forms', ['kept.txt']);
    const rest = await cleanup('--yes', '--json');
    expect(rest.code).toBe(0);
    expect(json(rest)).toMatchObject({ deleted: [{ kind: 'bucket', name: 'forms' }], kept: [], notSearched: [] });
    expect(await cloud.objects.bucketRegion('forms')).toBeUndefined();
    expect(await cloud.roles.get('novatune-foreign')).toBeDefined();
  }, 180_000);

  it('searches every region', async () => {
    const { endpoint = '' } = await cloud.identity();
    const there = connectTo(endpoint, 'eu-west-1');
    await there.objects.createBucket('abroad', 'eu-west-1', runTags('abroad'));
    await there.close();
    const found = await cleanup('--all-regions', '--kind', 'bucket', '--json');
    expect(found.code).toBe(0);
    expect(json(found)).toMatchObject({ resources: [{ kind: 'bucket', name: 'abroad', region: 'eu-west-1' }] });
  }, 180_000);
});
