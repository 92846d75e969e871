import { InputError } from '../errors.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { RoleDocument } from '../ports/role-manager.ts';

export interface ServiceRoleOptions {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Objects and prefixes the job reads: training file, validation file, images. `s3://` URIs; a trailing slash means a prefix. */
  readonly reads: readonly string[];
  /** Prefix the job writes to. */
  readonly outputUri: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The role Bedrock assumes for one data set: trust limited to this account's customization jobs (confused-deputy conditions),
 * permissions limited to the prefixes used. https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html
 */
export function serviceRoleDocument(options: ServiceRoleOptions): RoleDocument {
  const { accountId, region } = options;
  const output = requireS3Uri(options.outputUri);
  const reads = options.reads.map(requireS3Uri);
  const buckets = [...new Set([...reads, output].map(({ bucket }) => bucket))];
  const outputPrefix = withSlash(output.key);
  return {
    name: options.name,
    description: 'Lets Amazon Bedrock read training data and write results of novatune jobs',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'bedrock.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnEquals: { 'aws:SourceArn': `arn:aws:bedrock:${region}:${accountId}:model-customization-job/*` },
          },
        },
      ],
    },
    policies: {
      'novatune-job-data': {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ListTrainingData',
            Effect: 'Allow',
            Action: 's3:ListBucket',
            Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
            Condition: {
              // The service lists with and without what follows the prefix.
              StringLike: {
                's3:prefix': [...new Set([...reads, output].flatMap(({ key }) => [key, `${withSlash(key)}*`]))],
              },
            },
          },
          {
            Sid: 'ReadTrainingData',
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: reads.map(
              ({ bucket, key }) => `arn:aws:s3:::${bucket}/${key === '' || key.endsWith('/') ? `${key}*` : key}`,
            ),
          },
          {
            Sid: 'WriteResults',
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject'],
            Resource: `arn:aws:s3:::${output.bucket}/${outputPrefix}*`,
          },
        ],
      },
    },
    tags: options.tags,
  };
}

/** Creates the role or brings it up to date. @returns its ARN and whether it is new: a new role cannot be assumed at once. */
export async function ensureServiceRole(
  cloud: Cloud,
  options: ServiceRoleOptions,
  signal?: AbortSignal,
): Promise<{ readonly arn: string; readonly created: boolean }> {
  if (!/^[\w+=,.@-]{1,64}$/.test(options.name)) {
    throw new InputError(
      'name-invalid',
      `Expected the role name to have 1 to 64 characters of letters, digits and +=,.@_-, got ${JSON.stringify(options.name)}.`,
    );
  }
  return cloud.roles.put(serviceRoleDocument(options), signal);
}

const withSlash = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
