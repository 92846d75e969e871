import { InputError } from '../errors.ts';
import { formatS3Uri } from '../lib/s3-uri.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { RoleDocument } from '../ports/role-manager.ts';
import type { BatchPlan } from './plan-batch.ts';

/**
 * The role Bedrock assumes for one job: trust limited to this account's batch inference jobs, permissions to the prefixes used.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/batch-iam-sr.html
 */
export function batchRoleDocument(
  plan: Pick<BatchPlan, 'bucket' | 'inputPrefix' | 'request'>,
  place: { readonly accountId: string; readonly region: string },
): RoleDocument {
  const { bucket, inputPrefix, request } = plan;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const output = request.outputUri.slice(formatS3Uri({ bucket, key: '' }).length);
  return {
    name: roleName(request.jobName),
    description: 'Lets Amazon Bedrock read records and write answers of a novatune batch inference job',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'bedrock.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': place.accountId },
            ArnEquals: {
              'aws:SourceArn': `arn:aws:bedrock:${place.region}:${place.accountId}:model-invocation-job/*`,
            },
          },
        },
      ],
    },
    policies: {
      'novatune-batch-data': {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ListRecords',
            Effect: 'Allow',
            Action: 's3:ListBucket',
            Resource: bucketArn,
            // The service lists with and without what follows the prefix.
            Condition: { StringLike: { 's3:prefix': [inputPrefix, `${inputPrefix}*`, `${output}*`] } },
          },
          { Sid: 'ReadRecords', Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/${inputPrefix}*` },
          {
            Sid: 'WriteAnswers',
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject'],
            Resource: `${bucketArn}/${output}*`,
          },
          ...profileStatements(request.modelId, place),
        ],
      },
    },
    tags: request.tags,
  };
}

/** A model behind an inference profile is invoked with the role, in every region of the profile. */
function profileStatements(modelId: string, { accountId, region }: { accountId: string; region: string }): object[] {
  const profile = /(?:^|inference-profile\/)([a-z]{2,}\.amazon\.nova[^/]*)$/.exec(modelId)?.[1];
  if (profile === undefined) return [];
  return [
    {
      Sid: 'AskModel',
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: [
        `arn:aws:bedrock:${region}:${accountId}:inference-profile/${profile}`,
        `arn:aws:bedrock:*::foundation-model/${profile.slice(profile.indexOf('.') + 1)}`,
      ],
    },
  ];
}

const roleName = (jobName: string): string =>
  (jobName.startsWith('novatune-') ? jobName : `novatune-${jobName}`).slice(0, 64);

/**
 * Creates the job's role or brings it up to date, without a moment without permissions.
 * @throws {InputError} `role-not-ours` when a role of that name exists without novatune's tags.
 */
export async function ensureBatchRole(
  plan: Pick<BatchPlan, 'bucket' | 'inputPrefix' | 'request'>,
  cloud: Pick<Cloud, 'roles' | 'identity'>,
  signal?: AbortSignal,
): Promise<{ readonly arn: string; readonly created: boolean }> {
  const document = batchRoleDocument(plan, await cloud.identity(signal));
  const existing = await cloud.roles.get(document.name, signal);
  if (existing && !isTagged(existing.tags)) {
    throw new InputError('role-not-ours', `The role ${document.name} exists and was not made by novatune.`, {
      remedy: `Use it as it is with --role-arn ${existing.arn}, or choose another job name.`,
    });
  }
  return cloud.roles.put(document, signal);
}
