/** Where in S3 a request points. */
export interface S3Address {
  readonly bucket: string | undefined;
  /** The rest of the path, percent-encoded, starting with a slash. */
  readonly path: string;
}

/** Hosts under which the cloud itself is reached; anything in front of them is a bucket. */
const OWN_HOST = /^(?:(.+)\.)?localhost(?::\d+)?$/i;

/**
 * Splits bucket and key. Virtual-host style (`<bucket>.localhost`, `<bucket>.s3.localhost`, `<bucket>.s3.<region>.localhost`)
 * and path style are both understood.
 */
export function s3AddressOf(host: string | undefined, path: string): S3Address {
  const bucket = bucketOfHost(host ?? '');
  if (bucket !== undefined) return { bucket, path };
  const end = path.indexOf('/', 1);
  const first = end < 0 ? path.slice(1) : path.slice(1, end);
  if (first === '') return { bucket: undefined, path: '/' };
  return { bucket: decodeURIComponent(first), path: end < 0 ? '/' : path.slice(end) };
}

function bucketOfHost(host: string): string | undefined {
  const prefix = OWN_HOST.exec(host)?.[1];
  if (prefix === undefined) return undefined;
  const service = /^(?:(.+)\.)?s3(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?$/i.exec(prefix);
  return service ? service[1] : prefix;
}
