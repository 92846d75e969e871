import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ObjectStore, PutOptions } from '../ports/object-store.ts';
import { call, callOrMissing, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Files above this are sent in parts. Bytes. */
const MULTIPART_THRESHOLD = 16 * 1024 * 1024;
/** DeleteObjects takes at most this many keys. */
const DELETE_BATCH = 1000;

/** Amazon S3. */
export function createObjectStore(clients: AwsClients): ObjectStore {
  const load = async () => ({ client: await clients.s3(), sdk: await import('@aws-sdk/client-s3') });

  const put: ObjectStore['put'] = (bucket, key, body, options) =>
    call(`write s3://${bucket}/${key}`, options.signal, async () => {
      const { client, sdk } = await load();
      await client.send(
        new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...describePut(options) }),
        sending(options.signal),
      );
    });

  const closeToPublic = async (bucket: string, signal: AbortSignal | undefined): Promise<void> => {
    const { client, sdk } = await load();
    const everything = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await client.send(
      new sdk.PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: everything }),
      sending(signal),
    );
  };

  const demandTls = async (bucket: string, signal: AbortSignal | undefined): Promise<void> => {
    const { client, sdk } = await load();
    const Policy = JSON.stringify(tlsOnlyPolicy(bucket));
    await client.send(new sdk.PutBucketPolicyCommand({ Bucket: bucket, Policy }), sending(signal));
  };

  return {
    put,

    putFile: async (bucket, key, file, options) => {
      const { size } = await stat(file);
      await call(`upload ${file} to s3://${bucket}/${key}`, options.signal, async () => {
        const { client, sdk } = await load();
        if (size <= MULTIPART_THRESHOLD) {
          const command = new sdk.PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: createReadStream(file),
            ContentLength: size,
            ...describePut(options),
          });
          await client.send(command, sending(options.signal));
          return;
        }
        const { Upload } = await import('@aws-sdk/lib-storage');
        const upload = new Upload({
          client,
          params: { Bucket: bucket, Key: key, Body: createReadStream(file), ...describePut(options) },
        });
        const abort = () => void upload.abort();
        options.signal?.addEventListener('abort', abort, { once: true });
        try {
          await upload.done();
        } finally {
          options.signal?.removeEventListener('abort', abort);
        }
      });
    },

    get: (bucket, key, signal, range) =>
      callOrMissing(`read s3://${bucket}/${key}`, signal, async () => {
        const { client, sdk } = await load();
        // HTTP ranges name the last byte.
        const Range = range && `bytes=${range.start}-${range.end - 1}`;
        const command = new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...(Range && { Range }) });
        const { Body } = await client.send(command, sending(signal));
        return Body as Readable | undefined;
      }),

    head: (bucket, key, signal) =>
      callOrMissing(`look up s3://${bucket}/${key}`, signal, async () => {
        const { client, sdk } = await load();
        const found = await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), sending(signal));
        const sha256 = found.Metadata?.sha256;
        return { key, size: found.ContentLength ?? 0, ...(sha256 && { sha256 }) };
      }),

    async *list(bucket, prefix, signal) {
      const { client, sdk } = await load();
      const fetchPage = (ContinuationToken: string | undefined) =>
        call(`list s3://${bucket}/${prefix}`, signal, () =>
          client.send(
            new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.NextContinuationToken)) {
        for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
          if (Key === undefined) continue;
          yield { key: Key, size: Size, ...(LastModified && { modifiedAt: LastModified.getTime() }) };
        }
      }
    },

    delete: (bucket, keys, signal) =>
      call(`delete ${keys.length} objects of s3://${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        for (let start = 0; start < keys.length; start += DELETE_BATCH) {
          const Objects = keys.slice(start, start + DELETE_BATCH).map((Key) => ({ Key }));
          const { Errors = [] } = await client.send(
            new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
            sending(signal),
          );
          const [first] = Errors;
          if (first)
            throw Object.assign(new Error(`${first.Key}: ${first.Message}`), { name: first.Code ?? 'Unknown' });
        }
      }),

    bucketRegion: (bucket, signal) =>
      callOrMissing(`look up bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        try {
          const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), sending(signal));
          return BucketRegion ?? 'us-east-1';
        } catch (error) {
          const elsewhere = regionOfRedirect(error);
          if (elsewhere === undefined) throw error;
          return elsewhere;
        }
      }),

    createBucket: (bucket, region, tags, signal) =>
      call(`create bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        const configuration = {
          // us-east-1 is the one region that must not be named.
          ...(region !== 'us-east-1' && { LocationConstraint: region as 'us-west-2' }),
          // In the same request: a bucket that lost its tags would never be cleaned up. Takes the permission s3:TagResource.
          ...(Object.keys(tags).length > 0 && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
        };
        await client.send(
          new sdk.CreateBucketCommand({
            Bucket: bucket,
            ...(Object.keys(configuration).length > 0 && { CreateBucketConfiguration: configuration }),
          }),
          sending(signal),
        );
        await closeToPublic(bucket, signal);
        await demandTls(bucket, signal);
      }),

    bucketTags: async (bucket, signal) => {
      const found = await callOrMissing(`read tags of bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        const { TagSet = [] } = await client.send(new sdk.GetBucketTaggingCommand({ Bucket: bucket }), sending(signal));
        return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      });
      return found ?? {};
    },

    secureBucket: (bucket, signal) =>
      call(`secure bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        const isUnset = (question: Promise<unknown>, code: string): Promise<boolean> =>
          question.then(
            () => false,
            (error: unknown) => {
              if (error instanceof Error && error.name === code) return true;
              throw error;
            },
          );
        const block = client.send(new sdk.GetPublicAccessBlockCommand({ Bucket: bucket }), sending(signal));
        if (await isUnset(block, 'NoSuchPublicAccessBlockConfiguration')) await closeToPublic(bucket, signal);
        const policy = client.send(new sdk.GetBucketPolicyCommand({ Bucket: bucket }), sending(signal));
        if (await isUnset(policy, 'NoSuchBucketPolicy')) await demandTls(bucket, signal);
      }),

    deleteBucket: async (bucket, signal) => {
      await callOrMissing(`delete bucket ${bucket}`, signal, async () => {
        const { client, sdk } = await load();
        await client.send(new sdk.DeleteBucketCommand({ Bucket: bucket }), sending(signal));
      });
    },
  };
}

/** The region that S3 names when it is asked about a bucket in another one: 301, or 400 in regions that must be enabled. */
function regionOfRedirect(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $response } = error as Error & {
    readonly $response?: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };
  };
  return $response?.statusCode === 301 || $response?.statusCode === 400
    ? $response.headers['x-amz-bucket-region']
    : undefined;
}

const describePut = ({ contentType, sha256 }: PutOptions) => ({
  ContentType: contentType,
  ...(sha256 && { Metadata: { sha256 } }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function tlsOnlyPolicy(bucket: string): Readonly<Record<string, unknown>> {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
