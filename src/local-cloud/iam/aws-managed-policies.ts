/** A policy that AWS itself maintains and every account may attach. */
export interface AwsManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly document: string;
}

function policy(name: string, ...statements: readonly object[]): AwsManagedPolicy {
  return {
    arn: `arn:aws:iam::aws:policy/${name}`,
    name,
    document: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  };
}

/**
 * The ones that fine-tuning guides attach. Statements about services the local cloud does not have
 * (KMS, EC2, Marketplace, SageMaker) are left out.
 */
const POLICIES: readonly AwsManagedPolicy[] = [
  policy('AdministratorAccess', { Effect: 'Allow', Action: '*', Resource: '*' }),
  policy('AmazonBedrockFullAccess', { Sid: 'BedrockAll', Effect: 'Allow', Action: ['bedrock:*'], Resource: '*' }),
  policy('AmazonBedrockReadOnly', {
    Sid: 'AmazonBedrockReadOnly',
    Effect: 'Allow',
    Action: ['bedrock:Get*', 'bedrock:List*'],
    Resource: '*',
  }),
  policy('AmazonS3FullAccess', { Effect: 'Allow', Action: ['s3:*', 's3-object-lambda:*'], Resource: '*' }),
  policy('AmazonS3ReadOnlyAccess', {
    Effect: 'Allow',
    Action: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'],
    Resource: '*',
  }),
];

const BY_ARN: ReadonlyMap<string, AwsManagedPolicy> = new Map(POLICIES.map((entry) => [entry.arn, entry]));

export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return BY_ARN.get(arn);
}

export function awsManagedPolicies(): readonly AwsManagedPolicy[] {
  return POLICIES;
}
