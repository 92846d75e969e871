import { DeleteBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, type TestContext } from 'vitest';
import { type ConnectedCloud, connect } from '../../src/toolkit/index.ts';
import { connectTo, openRehearsal, REGION } from '../support/rehearsal.ts';

/** A cloud that the AWS adapter is tested against. */
export interface Target {
  /** What it does not know, with the reason. A test of such a thing is skipped and says why. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>;
  cloud(): ConnectedCloud;
  /** The adapter, connected to another region. */
  cloudIn(region: string): ConnectedCloud;
  /** Call it for every bucket that objects are put into. */
  openBucket(bucket: string): Promise<void>;
  /** Skips a test, with the reason, when the target lacks the ability. */
  skipWithout(context: Pick<TestContext, 'skip'>, ability: Ability): void;
  /** For names that nothing else uses: endpoints may outlive a test run. */
  unique(name: string): string;
}

export type Ability =
  | 'ARNs as in AWS'
  | 'tags of new buckets'
  | 'policy syntax'
  | 'readable dates'
  | 'jobs that end'
  | 'idempotency tokens'
  | 'deployments'
  | 'throughput'
  | 'schedule roles'
  | 'Converse'
  | 'batch inference'
  | 'prices'
  | 'quotas'
  | 'policy simulation'
  | 'managed policies of AWS';

/** As found in moto 5's `bedrock` and `bedrockruntime`. */
const OTHER_ENDPOINT_LACKS: Target['lacks'] = {
  'ARNs as in AWS': 'its ARNs end in names, without ids',
  'readable dates': 'writes dates without zone, which the SDK refuses to read, so no job or model can be looked at',
  'jobs that end': 'its jobs stay InProgress until they are stopped',
  'tags of new buckets': 'ignores the tags in CreateBucket',
  'policy syntax': 'takes any trust policy',
  'idempotency tokens': 'refuses a repeated request instead of answering with the first job',
  deployments: 'has no custom model deployments',
  throughput: 'has no provisioned throughput',
  'schedule roles': 'lets a schedule name any role',
  Converse: 'has no Converse',
  'batch inference': 'knows no such jobs as AWS has them',
  prices: 'knows no prices of Bedrock',
  quotas: 'knows no quotas of Bedrock',
  'policy simulation': 'has no policy simulator for principals',
  'managed policies of AWS': 'loads them only when told to',
};

/**
 * Declares a suite once for the local cloud and once for the server at `NOVATUNE_CONTRACT_ENDPOINT`, such as moto's, when that is set.
 * Every target takes any credentials.
 */
export function describeTargets(port: string, suite: (target: Target) => void): void {
  describe(`${port} of the AWS adapter on the local cloud`, () => suite(localTarget()));
  const endpoint = process.env.NOVATUNE_CONTRACT_ENDPOINT;
  describe.skipIf(!endpoint)(`${port} of the AWS adapter on NOVATUNE_CONTRACT_ENDPOINT`, () => {
    if (endpoint) suite(otherTarget(endpoint));
  });
}

const unique = (name: string): string => `${name}-${process.pid}-${Date.now().toString(36)}`;

function localTarget(): Target {
  let rehearsal: Awaited<ReturnType<typeof openRehearsal>> | undefined;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
  });
  afterAll(() => rehearsal?.[Symbol.asyncDispose]());
  return {
    lacks: {},
    skipWithout: () => undefined,
    cloud: () => {
      if (!rehearsal) throw new Error('The local cloud has not been started.');
      return rehearsal.cloud;
    },
    cloudIn: (region) => connectTo(rehearsal?.local.url ?? '', region),
    openBucket: async () => undefined,
    unique,
  };
}

function otherTarget(endpoint: string): Target {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cloud = connect({ endpoint, region: REGION, credentials });
  afterAll(() => cloud.close());
  return {
    lacks: OTHER_ENDPOINT_LACKS,
    skipWithout: (context, ability) =>
      context.skip(OTHER_ENDPOINT_LACKS[ability] !== undefined, OTHER_ENDPOINT_LACKS[ability]),
    cloud: () => cloud,
    cloudIn: (region) => connect({ endpoint, region, credentials }),
    // moto applies the policy that asks for TLS without its condition, and so refuses everything.
    openBucket: async (bucket) => {
      const s3 = new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
      await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
      s3.destroy();
    },
    unique,
  };
}
