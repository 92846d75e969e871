import type { HeadObjectCommandInput, HeadObjectOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { answerRead } from '../rules/object-answer.ts';
import type { S3Store } from '../store/object-store.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
export function headObject(store: S3Store): Operation<HeadObjectCommandInput, HeadObjectOutput> {
  return (input, context) => {
    const { object, output } = answerRead(store, input, context);
    const tags = object.tags.length;
    return { ...output, ...(tags > 0 && { TagCount: tags }) };
  };
}
