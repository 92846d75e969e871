import * as bedrock from '@aws-sdk/client-bedrock';
import * as runtime from '@aws-sdk/client-bedrock-runtime';
import * as s3 from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { planOperation } from './operation-plan.ts';
import { createRouter } from './router.ts';
import { isOperation } from './schema.ts';

const routerOf = (schemas: object) => createRouter(Object.values(schemas).filter(isOperation).map(planOperation));
const routers = { s3: routerOf(s3), bedrock: routerOf(bedrock), runtime: routerOf(runtime) };

/** @param target `METHOD /path?query`, for S3 without the bucket. */
function route(service: keyof typeof routers, target: string, headers: Record<string, string> = {}) {
  const [method = '', url = ''] = target.split(' ');
  const [path = '', query = ''] = url.split('?');
  return routers[service]({ method, path, query: new URLSearchParams(query), headers }, (operation) => {
    return service !== 's3' || operation.request.labels.some(({ member }) => member === 'Bucket');
  });
}

describe('routing', () => {
  const copy = { 'x-amz-copy-source': '/b/k' };
  it.each([
    ['PUT /', {}, 'CreateBucket'],
    ['GET /', {}, 'ListObjects'],
    ['GET /?list-type=2&prefix=a', {}, 'ListObjectsV2'],
    ['GET /?location', {}, 'GetBucketLocation'],
    ['GET /?uploads', {}, 'ListMultipartUploads'],
    ['GET /?versions', {}, 'ListObjectVersions'],
    ['POST /?delete', {}, 'DeleteObjects'],
    ['HEAD /', {}, 'HeadBucket'],
    ['GET /key', {}, 'GetObject'],
    ['GET /key?x-id=GetObject', {}, 'GetObject'],
    ['GET /key?uploadId=u', {}, 'ListParts'],
    ['GET /key?tagging', {}, 'GetObjectTagging'],
    ['PUT /key', {}, 'PutObject'],
    ['PUT /key?x-id=PutObject', {}, 'PutObject'],
    ['PUT /key', copy, 'CopyObject'],
    ['PUT /key?partNumber=1&uploadId=u', {}, 'UploadPart'],
    ['PUT /key?partNumber=1&uploadId=u', copy, 'UploadPartCopy'],
    ['POST /key?uploads', {}, 'CreateMultipartUpload'],
    ['POST /key?uploadId=u', {}, 'CompleteMultipartUpload'],
    ['DELETE /key?uploadId=u', {}, 'AbortMultipartUpload'],
    ['DELETE /key', {}, 'DeleteObject'],
    ['DELETE /', {}, 'DeleteBucket'],
    ['DELETE /?policy', {}, 'DeleteBucketPolicy'],
    ['GET /a/b/c', {}, 'GetObject'],
    ['PATCH /key', {}, undefined],
  ])('S3 %s %o is %s', (target, headers, name) => {
    expect(route('s3', target, headers)?.operation.name).toBe(name);
  });

  it('decodes labels', () => {
    expect(route('s3', 'GET /a%20b/%E5%90%8D%2Bc/')?.labels).toEqual({ Key: 'a b/名+c/' });
    const arn =
      'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/abcdefghijkl';
    const stop = route('bedrock', `POST /model-customization-jobs/${encodeURIComponent(arn)}/stop`);
    expect(stop?.operation.name).toBe('StopModelCustomizationJob');
    expect(stop?.labels).toEqual({ jobIdentifier: arn });
    expect(() => route('s3', 'GET /%ff')).toThrow(URIError);
  });

  it('keeps the two Bedrock services apart by path', () => {
    expect(route('runtime', 'POST /model/amazon.nova-lite-v1%3A0/converse')?.operation.name).toBe('Converse');
    expect(route('bedrock', 'POST /model/amazon.nova-lite-v1%3A0/converse')).toBeUndefined();
    expect(route('runtime', 'GET /foundation-models')).toBeUndefined();
    expect(route('bedrock', 'GET /foundation-models')?.operation.name).toBe('ListFoundationModels');
  });
});
