import type { ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import type { Buckets } from '../ports/buckets.ts';
import { call, callOrMissing, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** Most buckets of one page; without it S3 gives all at once and does not filter by region. */
const PAGE = 1000;

/** Buckets of Amazon S3 and the uploads begun in them. */
export function createBuckets(clients: AwsClients): Buckets {
  const load = async () => ({ client: await clients.s3(), sdk: await import('@aws-sdk/client-s3') });
  return {
    async *list(region, signal) {
      const { client, sdk } = await load();
      const fetchPage = (ContinuationToken: string | undefined) =>
        call('list buckets', signal, () =>
          client.send(
            new sdk.ListBucketsCommand({ BucketRegion: region, MaxBuckets: PAGE, ContinuationToken }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, (page) => page.ContinuationToken)) {
        for (const { Name, CreationDate, BucketRegion } of page.Buckets ?? []) {
          // Other servers than AWS pay no heed to the region asked for.
          if (Name === undefined || (BucketRegion !== undefined && BucketRegion !== region)) continue;
          yield { name: Name, ...(CreationDate && { createdAt: CreationDate.getTime() }) };
        }
      }
    },

    async *unfinishedUploads(bucket, prefix, signal) {
      const { client, sdk } = await load();
      let last: ListMultipartUploadsCommandOutput | undefined;
      do {
        const markers = { KeyMarker: last?.NextKeyMarker, UploadIdMarker: last?.NextUploadIdMarker };
        const page = await call(`list unfinished uploads of s3://${bucket}/${prefix}`, signal, () =>
          client.send(
            new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...markers }),
            sending(signal),
          ),
        );
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (Key === undefined || UploadId === undefined) continue;
          yield { key: Key, uploadId: UploadId, startedAt: Initiated?.getTime() ?? 0 };
        }
        last = page;
      } while (last.IsTruncated);
    },

    abortUpload: async (bucket, { key, uploadId }, signal) => {
      await callOrMissing(`give up the upload of s3://${bucket}/${key}`, signal, async () => {
        const { client, sdk } = await load();
        const request = { Bucket: bucket, Key: key, UploadId: uploadId };
        await client.send(new sdk.AbortMultipartUploadCommand(request), sending(signal));
      });
    },
  };
}
