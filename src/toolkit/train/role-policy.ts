import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { VpcSettings } from '../ports/model-customizer.ts';
import { teacherId } from './job-rules.ts';

/** One statement of an IAM policy, in the form that novatune writes. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What a job may touch; each part becomes statements of its own. */
export interface RoleNeeds {
  /** Objects and prefixes the job reads: training file, validation file, images. `s3://` URIs; a trailing slash means a prefix. */
  readonly reads: readonly string[];
  /** Prefix the job writes to. */
  readonly outputUri: string;
  /** Key of the custom model: ARN, id or `alias/…`. */
  readonly kmsKey?: string;
  readonly vpc?: VpcSettings;
  /** Reinforcement fine-tuning only. */
  readonly graderLambdaArn?: string;
  /** Distillation only: a teacher behind an inference profile has to be invoked by the role. */
  readonly teacherModel?: string;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Source of a job on the service's side: this account's customization jobs. */
export const jobSourceArn = ({ accountId, region }: Place): string =>
  `arn:aws:bedrock:${region}:${accountId}:model-customization-job/*`;

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html */
export function roleStatements(needs: RoleNeeds, place: Place): readonly PolicyStatement[] {
  return [
    ...dataStatements(needs),
    ...(needs.kmsKey ? [keyStatement(needs.kmsKey, place)] : []),
    ...(needs.vpc ? networkStatements(needs.vpc, place) : []),
    ...(needs.graderLambdaArn ? [allow('InvokeGrader', ['lambda:InvokeFunction'], [needs.graderLambdaArn])] : []),
    ...(needs.teacherModel ? teacherStatements(needs.teacherModel, place) : []),
  ];
}

function dataStatements({ reads: uris, outputUri }: RoleNeeds): PolicyStatement[] {
  const reads = uris.map(requireS3Uri);
  const output = requireS3Uri(outputUri);
  const places = [...reads, output];
  const lists = unique(places.map(({ bucket }) => bucket)).map((bucket, index) => {
    // The service lists with and without what follows the prefix.
    const keys = places.filter((place) => place.bucket === bucket).flatMap(({ key }) => [key, `${withSlash(key)}*`]);
    return allow(index === 0 ? 'ListData' : `ListData${index + 1}`, ['s3:ListBucket'], [`arn:aws:s3:::${bucket}`], {
      StringLike: { 's3:prefix': unique(keys) },
    });
  });
  const objects = reads.map(
    ({ bucket, key }) => `arn:aws:s3:::${bucket}/${key === '' || key.endsWith('/') ? `${key}*` : key}`,
  );
  return [
    ...lists,
    allow('ReadTrainingData', ['s3:GetObject'], unique(objects)),
    allow(
      'WriteResults',
      ['s3:GetObject', 's3:PutObject'],
      [`arn:aws:s3:::${output.bucket}/${withSlash(output.key)}*`],
    ),
  ];
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html */
function keyStatement(key: string, { accountId, region }: Place): PolicyStatement {
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant'];
  const viaBedrock = { StringEquals: { 'kms:ViaService': [`bedrock.${region}.amazonaws.com`] } };
  const alias = /alias\/.+$/.exec(key)?.[0];
  if (alias === undefined) {
    const arn = key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${accountId}:key/${key}`;
    return allow('EncryptModel', actions, [arn], viaBedrock);
  }
  // IAM knows keys by their ids alone; an alias is a condition.
  return allow('EncryptModel', actions, [`arn:aws:kms:${region}:${accountId}:key/*`], {
    ...viaBedrock,
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [alias] },
  });
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-model-customization.html */
function networkStatements(vpc: VpcSettings, place: Place): PolicyStatement[] {
  const ec2 = (resource: string) => `arn:aws:ec2:${place.region}:${place.accountId}:${resource}`;
  const subnets = vpc.subnetIds.map((id) => ec2(`subnet/${id}`));
  const jobs = [jobSourceArn(place)];
  const ofTheJob = {
    StringEquals: { 'ec2:ResourceTag/BedrockManaged': ['true'] },
    ArnLike: { 'ec2:ResourceTag/BedrockModelCustomizationJobArn': jobs },
  };
  const describe = ['NetworkInterfaces', 'Vpcs', 'DhcpOptions', 'Subnets', 'SecurityGroups'];
  return [
    allow(
      'LookAtNetwork',
      describe.map((what) => `ec2:Describe${what}`),
      ['*'],
    ),
    allow('CreateInterface', ['ec2:CreateNetworkInterface'], [ec2('network-interface/*')], {
      StringEquals: { 'aws:RequestTag/BedrockManaged': ['true'] },
      ArnLike: { 'aws:RequestTag/BedrockModelCustomizationJobArn': jobs },
    }),
    allow(
      'CreateInterfaceHere',
      ['ec2:CreateNetworkInterface'],
      [...subnets, ...vpc.securityGroupIds.map((id) => ec2(`security-group/${id}`))],
    ),
    allow(
      'UseInterface',
      ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission'],
      [ec2('network-interface/*')],
      { ...ofTheJob, ArnEquals: { 'ec2:Subnet': subnets } },
    ),
    allow('TagInterface', ['ec2:CreateTags'], [ec2('network-interface/*')], {
      StringEquals: { 'ec2:CreateAction': ['CreateNetworkInterface'] },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['BedrockManaged', 'BedrockModelCustomizationJobArn'] },
    }),
  ];
}

/** A teacher named by its own id is invoked by the service; one behind a profile with the role. */
function teacherStatements(teacher: string, { accountId, region }: Place): PolicyStatement[] {
  const profile = /(?:^|inference-profile\/)((?:[a-z]{2,}\.)amazon\.nova[^/]*)$/.exec(teacher)?.[1];
  if (profile === undefined) return [];
  return [
    allow(
      'AskTeacher',
      ['bedrock:InvokeModel'],
      [
        `arn:aws:bedrock:${region}:${accountId}:inference-profile/${profile}`,
        `arn:aws:bedrock:*::foundation-model/${teacherId(profile)}`,
      ],
    ),
  ];
}

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

const withSlash = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
