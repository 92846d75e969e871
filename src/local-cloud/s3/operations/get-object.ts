import type { Readable } from 'node:stream';
import type { GetObjectCommandInput, GetObjectOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../service/operation.ts';
import { answerRead } from '../rules/object-answer.ts';
import type { S3Store } from '../store/object-store.ts';

type Output = Omit<GetObjectOutput, 'Body'> & { readonly Body: Readable | Uint8Array };

/** Up to this many bytes are read at once, which is quicker than a stream. */
const WHOLE_READ_BYTES = 256 * 1024;

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
export function getObject(store: S3Store): Operation<GetObjectCommandInput, Output> {
  return async (input, context) => {
    const { object, span, output } = answerRead(store, input, context);
    const isSmall = span.length <= WHOLE_READ_BYTES;
    const body = isSmall ? await store.files.readBytes(object.blob, span) : store.files.read(object.blob, span);
    const tags = object.tags.length;
    return { ...output, Body: body, ...(tags > 0 && { TagCount: tags }) };
  };
}
