import { DataError } from '../errors.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import type { Dataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';

/** One file to be sent. */
export interface UploadItem {
  readonly key: string;
  /** Path inside the data set folder. */
  readonly file: string;
  /** Bytes, where the manifest knows them. */
  readonly size?: number;
  /** Hex. */
  readonly sha256: string;
  readonly contentType: string;
}

export interface UploadPlan {
  readonly bucket: string;
  /** Without a leading, with a trailing slash; empty for the whole bucket. */
  readonly prefix: string;
  /** Images in any order. */
  readonly images: readonly UploadItem[];
  /** Sent when every image is there, so that a training file never names what is missing. */
  readonly trainingFiles: readonly UploadItem[];
}

/**
 * What an upload consists of: the images of training and validation, and the JSON Lines files. Test documents stay at home.
 * Pure.
 *
 * @throws DataError `manifest-invalid`
 */
export function planUpload({ manifest }: Dataset): UploadPlan {
  const address = parseS3Uri(manifest.s3Prefix);
  if (address === undefined) throw invalid(`the S3 prefix ${manifest.s3Prefix} names no bucket`);
  const { bucket, key: prefix } = address;
  const images = manifest.documents
    .filter((document) => document.split !== 'test')
    .map(({ image, bytes, sha256, format }) => ({
      key: `${prefix}${image}`,
      file: image,
      size: bytes,
      sha256,
      contentType: `image/${format}`,
    }));
  const names = [DATASET_FILES.train, DATASET_FILES.validation].filter((name) => name in manifest.files);
  const trainingFiles = names.map((name) => ({
    key: `${prefix}${name}`,
    file: name,
    sha256: manifest.files[name] ?? '',
    contentType: 'application/jsonl',
  }));
  if (!(DATASET_FILES.train in manifest.files)) throw invalid(`it lists no ${DATASET_FILES.train}`);
  return { bucket, prefix, images, trainingFiles };
}

function invalid(reason: string): DataError {
  return new DataError('manifest-invalid', `Expected the manifest of a data set, but ${reason}.`, {
    remedy: 'Prepare the data set again into an empty folder.',
  });
}
