import { ServiceError } from '../../service/service-error.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// Texts are S3's own. `members` are the further elements of S3's `<Error>`.

export const noSuchBucket = (bucket: string): ServiceError =>
  new ServiceError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    members: { BucketName: bucket },
  });

export const noSuchKey = (key: string): ServiceError =>
  new ServiceError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } });

export const noSuchUpload = (uploadId: string): ServiceError =>
  new ServiceError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, members: { UploadId: uploadId } },
  );

export const accessDenied = (): ServiceError => new ServiceError('AccessDenied', 'Access Denied', { status: 403 });

/** @param condition header whose condition failed, e.g. `If-Match`. */
export const preconditionFailed = (condition: string): ServiceError =>
  new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });

export const notModified = (headers: Readonly<Record<string, string>>): ServiceError =>
  new ServiceError('NotModified', 'Not Modified', { status: 304, headers });

export const invalidRange = (range: string, size: number): ServiceError =>
  new ServiceError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    members: { RangeRequested: range, ActualObjectSize: size },
    headers: { 'content-range': `bytes */${size}` },
  });

export const invalidArgument = (message: string, name: string, value: string | number | undefined): ServiceError =>
  new ServiceError('InvalidArgument', message, {
    status: 400,
    members: { ArgumentName: name, ...(value === undefined ? {} : { ArgumentValue: value }) },
  });

export const invalidRequest = (message: string): ServiceError =>
  new ServiceError('InvalidRequest', message, { status: 400 });

export const notImplemented = (header: string): ServiceError =>
  new ServiceError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    status: 501,
    members: { Header: header },
  });

export const malformedXml = (): ServiceError =>
  new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    { status: 400 },
  );

/** @param maximum bytes. */
export const entityTooLarge = (proposed: number, maximum: number): ServiceError =>
  new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    status: 400,
    members: { ProposedSize: proposed, MaxSizeAllowed: maximum },
  });

export const incompleteBody = (): ServiceError =>
  new ServiceError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    {
      status: 400,
    },
  );

/** The store could not keep or read bytes (full disk, lost file). Clients retry 500. */
export const internalError = (cause: unknown): ServiceError =>
  new ServiceError('InternalError', 'We encountered an internal error. Please try again.', { status: 500, cause });
