/** What is different from AWS beyond what is refused. `docs/wire-fidelity.md` is made of it. */
export interface ServiceDifferences {
  /** As AWS writes it. */
  readonly title: string;
  readonly general: readonly string[];
  /** By operation. */
  readonly operations: Readonly<Record<string, string>>;
}

/** By the service's name. */
export const KNOWN_DIFFERENCES: Readonly<Record<string, ServiceDifferences>> = {
  s3: {
    title: 'S3',
    general: [
      'No versions, SSE-C, object lock or ACL grants.',
      'Buckets of other accounts are always refused.',
      'Chunk signatures are checked for form only.',
    ],
    operations: {
      GetBucketEncryption: 'always AES256',
      GetBucketVersioning: 'always without versions',
      PutBucketPolicy: 'kept and told back, not evaluated',
      PutPublicAccessBlock: 'kept and told back, not evaluated',
    },
  },
  sts: { title: 'STS', general: [], operations: {} },
  iam: {
    title: 'IAM',
    general: [
      'Callers are not restricted: only the roles that services assume are evaluated.',
      'No users and no groups.',
    ],
    operations: { GetUser: 'knows the root user alone', ListEntitiesForPolicy: 'roles alone' },
  },
  bedrock: {
    title: 'Bedrock',
    general: [
      'Keys and networks are kept and told back; nothing is encrypted.',
      'What AWS does not publish is our choice: a taken name of a deployment or throughput is a `ValidationException`, of a job or model a `ConflictException`; an endpoint that is being created cannot be deleted.',
    ],
    operations: {
      CreateModelCustomizationJob:
        'trains a stand-in; reinforcement fine-tuning, invocation logs and custom models as the base are refused; the first ten records are checked at creation, the rest while it runs',
      CreateModelInvocationJob: 'the stand-in answers',
      GetFoundationModel: 'Nova models that can be tuned, each named a stand-in',
      ListFoundationModels: 'Nova models that can be tuned, each named a stand-in',
      ListInferenceProfiles: 'system-defined profiles of these models',
    },
  },
  'bedrock-runtime': {
    title: 'Bedrock Runtime',
    general: ['A stand-in answers, never Nova. No tools, guardrails, video or documents.'],
    operations: { CountTokens: 'images by Nova’s published rules, text by an estimate' },
  },
  scheduler: {
    title: 'EventBridge Scheduler',
    general: [
      'Two targets are called: `bedrock:deleteProvisionedModelThroughput` and `bedrock:deleteCustomModelDeployment`. Others are refused at creation, as are dead-letter queues.',
      'AWS does not document these: `Input` is taken in both spellings and checked at creation, a failed call is retried whatever its reason, a one-time schedule of the past runs at once.',
    ],
    operations: {},
  },
  cloudwatch: {
    title: 'CloudWatch',
    general: [
      'Values are kept by the minute for 15 days, percentiles to half a percent.',
      'No composite alarms, anomaly detection, trimmed means or periods below a minute.',
      'Bedrock’s metrics name deployments and throughput by ARN, which AWS does not document.',
    ],
    operations: {
      GetMetricData: 'metric math is `+ - * /`, parentheses and `FILL`',
      PutMetricData: 'no metrics of entities',
    },
  },
  events: {
    title: 'EventBridge',
    general: ['The default bus, event patterns and SNS targets; no archives or pipes.'],
    operations: { PutRule: 'no schedule rules: EventBridge Scheduler has them' },
  },
  sns: {
    title: 'SNS',
    general: [
      'Standard topics. Nothing leaves the machine; the last 1000 messages of a topic are kept for `novatune local messages`.',
    ],
    operations: { Subscribe: 'stays pending', Publish: 'no text messages to phone numbers' },
  },
  pricing: {
    title: 'Pricing',
    general: ['A small dated table for rehearsals: confirmed prices of Nova in us-east-1.'],
    operations: {},
  },
  'service-quotas': {
    title: 'Service Quotas',
    general: [
      'The quotas of Bedrock that the cloud enforces or novatune reads, with their real codes and what is enforced.',
    ],
    operations: { RequestServiceQuotaIncrease: 'kept, stays pending' },
  },
  kms: {
    title: 'KMS',
    general: [
      'Keys with policies, states and deletion dates; no cryptography. Bedrock’s jobs do not look at their keys.',
    ],
    operations: {},
  },
};

/**
 * Members of answers that are out of the published enumerations, patterns or bounds, by `service:Operation:path`, with the reason.
 * The conformance story fails when one is not here, and when one is here without need.
 */
export const ANSWERED_DIFFERENTLY: Readonly<Record<string, string>> = {
  'iam:GetUser:User.UserId': 'the root user’s id is the account’s 12 digits, on AWS as well',
  'bedrock:ListFoundationModels:modelSummaries.inferenceTypesSupported':
    '`INFERENCE_PROFILE` is what AWS answers; its published enumeration lacks it',
  'bedrock:ListInferenceProfiles:inferenceProfileSummaries.models':
    'profiles name all regions of the user guide, some more than the five of the published bound',
};
