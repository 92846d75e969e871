import { dirname } from 'node:path';
import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { isBucketName, isMediaKey } from '../lib/s3-uri.ts';
import { CHAT_FORMATS, type ChatFormat } from './conversation.ts';

/** Formats that can be written. */
export const TARGET_FORMATS = ['bedrock', 'openai', 'hf-chat'] as const;
export type TargetFormat = (typeof TARGET_FORMATS)[number];

export interface ConvertOptions extends Abortable {
  readonly from: ChatFormat;
  readonly to: TargetFormat;
  /** JSON Lines file to write; must not exist. Images go into `images/` beside it, under the hash of their bytes. */
  readonly output: string;
  /** Folder that paths in records are relative to, and where images of `https:` and `s3:` addresses are looked for. Default: the input's. */
  readonly images?: string;
  /** Where the images will be uploaded to; needed to write `bedrock` records with images. */
  readonly s3?: { readonly bucket: string; readonly prefix: string; readonly bucketOwner?: string };
}

export interface ConvertPlan {
  readonly from: ChatFormat;
  readonly to: TargetFormat;
  readonly images: string;
  readonly output: string;
  readonly s3: { readonly uri: string; readonly bucketOwner?: string } | undefined;
}

/**
 * Checks the options and fills in defaults.
 * @throws InputError `option-invalid`, `s3-location-invalid`
 */
export function planConvert(input: string, options: ConvertOptions): ConvertPlan {
  const { from, to, output, images = dirname(input), s3 } = options;
  if (!CHAT_FORMATS.includes(from)) throw invalid('from', CHAT_FORMATS.join(', '), from);
  if (!TARGET_FORMATS.includes(to)) throw invalid('to', TARGET_FORMATS.join(', '), to);
  if (from === to) throw invalid('to', `another format than ${from}`, to);
  return { from, to, output, images, s3: s3 === undefined ? undefined : planS3(s3) };
}

function planS3({ bucket, prefix, bucketOwner }: NonNullable<ConvertOptions['s3']>): ConvertPlan['s3'] {
  const key = prefix.replace(/^\/+|\/+$/g, '');
  const owner = bucketOwner === undefined ? {} : { bucketOwner };
  const fits = isBucketName(bucket) && (key === '' || isMediaKey(key)) && /^(\d{12})?$/.test(bucketOwner ?? '');
  if (fits) return { uri: key === '' ? `s3://${bucket}/` : `s3://${bucket}/${key}/`, ...owner };
  throw new InputError(
    's3-location-invalid',
    `Expected a bucket, a prefix and perhaps its owner that Nova can read images from, but got ${JSON.stringify({ bucket, prefix, bucketOwner })}.`,
    { remedy: 'Use lower-case letters, digits, dots and hyphens; _ - . / in the prefix; 12 digits for the owner.' },
  );
}

function invalid(name: string, expected: string, actual: string): InputError {
  return new InputError('option-invalid', `Expected ${name} to be ${expected}, but got ${JSON.stringify(actual)}.`, {
    remedy: 'Name the two formats.',
  });
}
