import { open } from 'node:fs/promises';
import { sniffImage } from '../../../../pages/index.ts';
import type { ServiceSession } from '../../../state/ports.ts';
import { objectArn } from '../s3-uri.ts';
import type { ImageReference } from '../training-record.ts';
import { MAXIMUM_IMAGE_BYTES } from '../training-rules.ts';
import { type PlacedRecord, recordFailure } from './dataset.ts';
import type { JobWork } from './job-work.ts';

/** Enough to tell every format by its signature; the rest of the image is read when its turn comes. */
const SIGNATURE_BYTES = 64;

/**
 * Finds the file behind an image and checks what can be told without decoding it.
 * @returns absolute path of its bytes.
 * @throws JobFailure naming file, line and URI.
 */
export async function imageFile(
  work: JobWork,
  session: ServiceSession,
  placed: PlacedRecord,
  image: ImageReference,
): Promise<string> {
  const uri = `s3://${image.bucket}/${image.key}`;
  const fail = (message: string) => recordFailure(placed, `${image.pointer}: ${uri} ${message}.`);
  const { objects } = work.cloud;
  if (image.bucket !== placed.bucket) {
    throw fail(`is not in the bucket of the dataset (${placed.bucket}); media must be in the same bucket`);
  }
  const owner = objects.bucket(image.bucket)?.accountId;
  if (image.bucketOwner !== undefined && image.bucketOwner !== owner) {
    throw fail(`is not in a bucket owned by ${image.bucketOwner}`);
  }
  if (!session.isAllowed('s3:GetObject', objectArn(image.bucket, image.key))) {
    throw fail('cannot be read by the role: s3:GetObject is not allowed');
  }
  const object = objects.head(image.bucket, image.key);
  const path = objects.path(image.bucket, image.key);
  if (object === undefined || path === undefined) throw fail('does not exist');
  if (object.size > MAXIMUM_IMAGE_BYTES) {
    throw fail(`has ${object.size} bytes; the maximum is ${MAXIMUM_IMAGE_BYTES}`);
  }
  const sniffed = sniffImage(
    await firstBytes(path).catch((error: unknown) => {
      // The user may delete or replace the object at any time.
      throw isMissing(error) ? fail('does not exist') : error;
    }),
  );
  const actual = sniffed.kind === 'unknown' ? 'no image of a known format' : sniffed.format;
  if (actual !== image.format) throw fail(`is declared as ${image.format} but its bytes are ${actual}`);
  return path;
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
