import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListPoliciesCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  SimulatePrincipalPolicyCommand,
  waitUntilRoleExists,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';

let cloud: TestCloud;
let iam: IAMClient;
let sts: STSClient;
beforeAll(async () => {
  cloud = await withLocalCloud({ settings: { signatures: 'verify' } });
  iam = new IAMClient(cloud.config);
  sts = new STSClient(cloud.config);
});
afterAll(() => cloud.close());

const statement = (value: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...value }] });
const trust = (principal: object) => statement({ Principal: principal, Action: 'sts:AssumeRole' });
const makeRole = (RoleName: string, document = trust({ Service: 'bedrock.amazonaws.com' })) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));

it('makes a role that the SDK reads back, waits for and pages through', async () => {
  const { Role } = await makeRole('first');
  await waitUntilRoleExists({ client: iam, maxWaitTime: 5 }, { RoleName: 'first' });
  const got = await iam.send(new GetRoleCommand({ RoleName: 'first' }));
  expect(got.Role).toMatchObject({ Arn: Role?.Arn, MaxSessionDuration: 3600 });
  expect(got.Role?.CreateDate?.getTime()).toBe(Role?.CreateDate?.getTime());
  expect(JSON.parse(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? '')).Statement).toHaveLength(1);
  for (let index = 0; index < 5; index += 1) await makeRole(`paged-${index}`);
  const names: string[] = [];
  for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
    names.push(...(page.Roles ?? []).map(({ RoleName = '' }) => RoleName));
  }
  expect(names).toEqual(['first', 'paged-0', 'paged-1', 'paged-2', 'paged-3', 'paged-4']);
});

it('refuses by the codes and statuses that SDKs turn into classes', async () => {
  const refused = (command: Promise<unknown>) => expect(command).rejects;
  await makeRole('refusals');
  await refused(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The role with name nobody cannot be found.',
    $metadata: { httpStatusCode: 404 },
  });
  await refused(makeRole('refusals')).toMatchObject({
    name: 'EntityAlreadyExistsException',
    $metadata: { httpStatusCode: 409 },
  });
  await refused(makeRole('broken', '{}')).toMatchObject({ name: 'MalformedPolicyDocumentException' });
  await refused(makeRole('no blanks')).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'refusals',
      PolicyName: 'p',
      PolicyDocument: statement({ Action: 's3:*', Resource: '*' }),
    }),
  );
  await refused(iam.send(new DeleteRoleCommand({ RoleName: 'refusals' }))).toMatchObject({
    name: 'DeleteConflictException',
    $metadata: { httpStatusCode: 409 },
  });
});

it('attaches managed policies and simulates them', async () => {
  const { Role } = await makeRole('simulated');
  const PolicyDocument = statement({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::docs/*' });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'read', PolicyDocument, Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'simulated', PolicyArn: Policy?.Arn }));
  const { EvaluationResults } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: Role?.Arn,
      ActionNames: ['s3:GetObject', 's3:PutObject'],
      ResourceArns: ['arn:aws:s3:::docs/a.png'],
    }),
  );
  expect(EvaluationResults?.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'implicitDeny']);
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  expect(Policies).toMatchObject([
    { PolicyName: 'read', AttachmentCount: 1, DefaultVersionId: 'v1', IsAttachable: true },
  ]);
});

it('signs on with the credentials of an assumed role, whose signatures are verified', async () => {
  const { Role } = await makeRole('worker', trust({ AWS: 'arn:aws:iam::111122223333:root' }));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me' }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const identify = (given: typeof credentials) =>
    new STSClient({ ...cloud.config, credentials: given }).send(new GetCallerIdentityCommand({}));
  expect(await identify(credentials)).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/worker/me',
  });
  await expect(identify({ ...credentials, secretAccessKey: 'wrong' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  await expect(identify({ ...credentials, sessionToken: 'wrong' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  await expect(
    sts.send(new AssumeRoleCommand({ RoleArn: `${Role?.Arn}x`, RoleSessionName: 'me' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching('is not authorized to perform: sts:AssumeRole on resource'),
  });
});

it('knows the root by its key', async () => {
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:iam::111122223333:root');
  expect((await iam.send(new GetUserCommand({}))).User?.Arn).toBe('arn:aws:iam::111122223333:root');
});
