import { get } from 'node:http';
import { Readable } from 'node:stream';
import {
  BedrockClient,
  CreateGuardrailCommand,
  GetFoundationModelCommand,
  ListFoundationModelsCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from './testing/with-local-cloud.ts';

const trust = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

/** GETs `url` from another host, keeping the URL's own in the Host header. */
function getAs(url: URL, hostname: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { hostname, port: url.port, path: url.pathname + url.search, headers: { host: url.host } };
    get(options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
    }).on('error', reject);
  });
}

describe.each(['form', 'verify'] as const)('a running cloud that checks signatures by %s', (signatures) => {
  let cloud: TestCloud;
  let s3: S3Client;
  beforeAll(async () => {
    cloud = await withLocalCloud({ settings: { signatures } });
    s3 = new S3Client(cloud.config);
    await s3.send(new CreateBucketCommand({ Bucket: 'documents' }));
  });
  afterAll(() => cloud.close());

  it('tells callers who they are', async () => {
    const identity = await new STSClient(cloud.config).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:root' });
    const credentials = { ...cloud.config.credentials, accessKeyId: '444455556666' };
    const other = await new STSClient({ ...cloud.config, credentials }).send(new GetCallerIdentityCommand({}));
    expect(other.Account).toBe('444455556666');
  });

  it('lets a role be assumed and its session act', async () => {
    const iam = new IAMClient(cloud.config);
    const document = trust({ AWS: 'arn:aws:iam::111122223333:root' });
    const role = await iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: document }));
    expect(role.Role?.CreateDate).toBeInstanceOf(Date);
    const session = await new STSClient(cloud.config).send(
      new AssumeRoleCommand({ RoleArn: role.Role?.Arn, RoleSessionName: 'one' }),
    );
    const credentials = {
      accessKeyId: session.Credentials?.AccessKeyId ?? '',
      secretAccessKey: session.Credentials?.SecretAccessKey ?? '',
      sessionToken: session.Credentials?.SessionToken ?? '',
    };
    const assumed = await new STSClient({ ...cloud.config, credentials }).send(new GetCallerIdentityCommand({}));
    expect(assumed.Arn).toBe('arn:aws:sts::111122223333:assumed-role/Worker/one');
    const listed = await iam.send(new ListRolesCommand({}));
    expect(listed.Roles?.map(({ RoleName }) => RoleName)).toEqual(['Worker']);
  });

  it('refuses in IAM words', async () => {
    const iam = new IAMClient(cloud.config);
    await expect(iam.send(new GetRoleCommand({ RoleName: 'Nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(iam.send(new GetRoleCommand({ RoleName: 'a b' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    });
  });

  it('stores and streams objects', async () => {
    const Bucket = 'documents';
    const body = Buffer.alloc(3_000_000, 'page ');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a b/名称+1.bin', Body: body, Metadata: { source: 'test' } }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/名称+1.bin' }));
    expect(got).toMatchObject({ ContentLength: body.length, Metadata: { source: 'test' } });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/名称+1.bin', Range: 'bytes=5-9' }));
    expect(part).toMatchObject({ ContentRange: `bytes 5-9/${body.length}`, $metadata: { httpStatusCode: 206 } });
    expect(await part.Body?.transformToString()).toBe('page ');
    const unchanged = s3.send(new GetObjectCommand({ Bucket, Key: 'a b/名称+1.bin', IfNoneMatch: got.ETag }));
    await expect(unchanged).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('takes bodies of unknown length in parts', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    const Body = Readable.from(Array.from({ length: 12 }, () => piece));
    await new Upload({ client: s3, params: { Bucket: 'documents', Key: 'large', Body } }).done();
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'documents', Key: 'large' }));
    expect(head).toMatchObject({ ContentLength: 12 << 20, ETag: expect.stringMatching(/-3"$/) });
  });

  it('tells operations apart that share a path', async () => {
    const Bucket = 'documents';
    await s3.send(new PutObjectCommand({ Bucket, Key: 'many/1', Body: '1' }));
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'many/' }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['many/1']);
    const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'many/1' }] } }));
    expect(deleted.Deleted).toEqual([{ Key: 'many/1' }]);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
    const west = new S3Client({ ...cloud.config, region: 'eu-west-1' });
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await west.send(new CreateBucketCommand({ Bucket: 'westward', CreateBucketConfiguration }));
    const location = await west.send(new GetBucketLocationCommand({ Bucket: 'westward' }));
    expect(location.LocationConstraint).toBe('eu-west-1');
  });

  it('honours presigned URLs', async () => {
    const Bucket = 'documents';
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'signed' }), { expiresIn: 60 });
    expect((await fetch(put, { method: 'PUT', body: 'hello' })).status).toBe(200);
    const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'signed' }), { expiresIn: 60 });
    expect(await (await fetch(get)).text()).toBe('hello');
  });

  it('answers under virtual-host names', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'virtual', Body: 'v' }));
    const endpoint = cloud.url.replace('127.0.0.1', 'localhost');
    const virtual = new S3Client({ ...cloud.config, endpoint, forcePathStyle: false });
    const url = new URL(await getSignedUrl(virtual, new GetObjectCommand({ Bucket: 'documents', Key: 'virtual' })));
    expect(url.hostname).toBe('documents.localhost');
    // Names below localhost are not resolved everywhere: connect to the address, say the name in the header.
    const response = await getAs(url, '127.0.0.1');
    expect(response).toEqual({ status: 200, text: 'v' });
  });

  it('serves models over HTTP/2 and HTTP/1.1', async () => {
    const bedrock = new BedrockClient(cloud.config);
    const models = await bedrock.send(new ListFoundationModelsCommand({}));
    const modelId = models.modelSummaries?.find(({ modelId: id }) => id === 'amazon.nova-lite-v1:0')?.modelId;
    expect(modelId).toBe('amazon.nova-lite-v1:0');
    await expect(
      bedrock.send(new GetFoundationModelCommand({ modelIdentifier: 'no.such-model' })),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: expect.any(Number) },
    });
    const messages = [{ role: 'user' as const, content: [{ text: 'Answer with one word: yes or no?' }] }];
    for (const requestHandler of [undefined, new NodeHttpHandler()]) {
      const runtime = new BedrockRuntimeClient({ ...cloud.config, ...(requestHandler && { requestHandler }) });
      const answer = await runtime.send(new ConverseCommand({ modelId, messages }));
      expect(answer.stopReason).toBe('end_turn');
      const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, messages }));
      const kinds: string[] = [];
      for await (const event of stream ?? []) kinds.push(Object.keys(event)[0] ?? '');
      expect(kinds).toEqual(expect.arrayContaining(['messageStart', 'contentBlockDelta', 'messageStop', 'metadata']));
      runtime.destroy();
    }
  });

  it('refuses by name what it does not emulate', async () => {
    const guardrail = { name: 'g', blockedInputMessaging: 'no', blockedOutputsMessaging: 'no' };
    await expect(new BedrockClient(cloud.config).send(new CreateGuardrailCommand(guardrail))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'CreateGuardrail is not emulated by the local cloud.',
    });
    const accelerate = new GetBucketAccelerateConfigurationCommand({ Bucket: 'documents' });
    await expect(s3.send(accelerate)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'GetBucketAccelerateConfiguration is not emulated by the local cloud.',
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
  });
});
