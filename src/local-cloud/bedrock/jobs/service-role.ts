import { ServiceError } from '../../service/service-error.ts';
import type { Cloud, ServiceSession } from '../../state/ports.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';
import { keyUnder, objectArn, parseS3Uri, type S3Place } from './s3-uri.ts';

const SERVICE_PRINCIPAL = 'bedrock.amazonaws.com';
/** Object that Bedrock leaves in the output location to prove that it may write there. */
const WRITE_CHECK_NAME = '.write_access_check_file.temp';
/** The same object as the error text calls it. */
const WRITE_CHECK_NAME_IN_TEXT = '.write_access_check_file.tmp';

/** What the service does with a role on behalf of one job. */
export interface JobRole {
  readonly roleArn: string;
  readonly jobArn: string;
}

/**
 * Assumes the role of a job as the service does.
 * @throws ServiceError AccessDeniedException for a role of another account; ValidationException when it cannot be assumed.
 */
export function assumeJobRole(cloud: Cloud, scope: Scope, role: JobRole): ServiceSession {
  const roleAccount = role.roleArn.split(':')[4];
  if (roleAccount !== scope.accountId) {
    throw new ServiceError('AccessDeniedException', 'Cross-account pass role is not allowed.');
  }
  const session = cloud.roles.assumeForService(role.roleArn, SERVICE_PRINCIPAL, {
    'aws:SourceAccount': scope.accountId,
    'aws:SourceArn': role.jobArn,
  });
  if (session === undefined) throw refusals.validation('Could not assume provided IAM role.');
  return session;
}

/** @throws ServiceError ValidationException unless the object is there, in the job's region, and the role may read it. */
export function checkReadable(cloud: Cloud, scope: Scope, session: ServiceSession, place: S3Place): void {
  const readable =
    session.isAllowed('s3:GetObject', objectArn(place.bucket, place.key)) &&
    cloud.objects.bucket(place.bucket)?.region === scope.region &&
    cloud.objects.head(place.bucket, place.key) !== undefined;
  if (!readable) {
    throw refusals.validation(
      `Could not validate GetObject permissions to access Amazon S3 bucket: ${place.bucket} at key ${place.key}`,
    );
  }
}

/**
 * Writes the check object into the output location.
 * @throws ServiceError ValidationException when the role may not write there or there is no such bucket.
 */
export async function checkWritable(
  cloud: Cloud,
  scope: Scope,
  session: ServiceSession,
  outputUri: string,
): Promise<void> {
  const place = parseS3Uri(outputUri);
  const key = keyUnder(place, WRITE_CHECK_NAME);
  const writable =
    session.isAllowed('s3:PutObject', objectArn(place.bucket, key)) &&
    cloud.objects.bucket(place.bucket)?.region === scope.region;
  if (!writable) {
    throw refusals.validation(
      `Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${place.bucket} at key ${keyUnder(place, WRITE_CHECK_NAME_IN_TEXT)}`,
    );
  }
  await cloud.objects.write(place.bucket, key, '', 'application/octet-stream');
}
