import { parseS3Uri } from '../../../lib/s3-uri.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, type Verdict, warning } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';
import { evaluatePolicies, type PolicyDecision, statementsOf } from '../../policy/evaluate-policy.ts';

/** How the buckets are guarded, and whether their own policies keep the role out. */
export const bucketGuards: Check = {
  name: 'bucket-guards',
  group: 'data',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  run: async (facts) => {
    const { region } = await facts.identity();
    const looks = await Promise.all(
      facts.buckets.map(async (bucket) => ((await facts.bucket(bucket)).region === region ? [bucket] : [])),
    );
    const verdicts = await Promise.all(looks.flat().map((bucket) => judge(bucket, facts)));
    return verdicts.flat();
  },
};

async function judge(bucket: string, facts: Facts): Promise<readonly Verdict[]> {
  const { bucketGuards: guards } = facts.cloud;
  const [blocked, policy] = await Promise.all([
    guards.blocksPublicAccess(bucket, facts.signal),
    guards.policy(bucket, facts.signal),
  ]);
  const verdicts = await judgePolicy(bucket, policy, facts);
  const guarded: Verdict[] = [];
  if (!blocked) {
    const remedy = `aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`;
    const message = `The bucket ${bucket} has no public access block of its own; the account may have one.`;
    guarded.push(warning('bucket-public-access', message, { remedy }));
  }
  if (!asksForTls(policy)) {
    const remedy = 'Deny s3:* to everyone where aws:SecureTransport is false, in the policy of the bucket.';
    guarded.push(warning('bucket-without-tls', `The bucket ${bucket} takes requests without TLS.`, { remedy }));
  }
  const found = [...verdicts, ...guarded];
  return found.length > 0 ? found : [ok(`The bucket ${bucket} is closed to the public and asks for TLS.`)];
}

const asksForTls = (policy: unknown): boolean =>
  statementsOf(policy).some(
    ({ Effect, Condition }) => Effect === 'Deny' && /aws:SecureTransport/i.test(JSON.stringify(Condition ?? {})),
  );

/** A bucket's policy can deny what the role's own policies allow. */
async function judgePolicy(bucket: string, policy: unknown, facts: Facts): Promise<readonly Verdict[]> {
  const role = (await facts.role())?.state;
  if (role === undefined || policy === undefined) return [];
  const { accountId } = await facts.identity();
  const context = {
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': role.arn,
    'aws:ResourceAccount': accountId,
  };
  const { trainingDataUri, validationDataUri, outputUri } = facts.input;
  const wanted = [
    ...[trainingDataUri, validationDataUri].map((uri) => ({ action: 's3:GetObject', uri })),
    { action: 's3:PutObject', uri: outputUri },
  ];
  return wanted.flatMap(({ action, uri }) => {
    const place = uri === undefined ? undefined : parseS3Uri(uri);
    if (place?.bucket !== bucket) return [];
    const resource = `arn:aws:s3:::${bucket}/${place.key}${action === 's3:PutObject' ? 'x' : ''}`;
    const principal = { kind: 'AWS', name: role.arn } as const;
    return verdictOf(evaluatePolicies([policy], { action, resource, principal, context }), action, resource, role.name);
  });
}

function verdictOf(decision: PolicyDecision, action: string, resource: string, role: string): readonly Verdict[] {
  const question = `${role} ${action} on ${resource}`;
  if (decision === 'explicitDeny') {
    const remedy = 'Except the role from the denial, e.g. by a condition on aws:PrincipalArn.';
    return [failure('bucket-policy-denies', `The policy of the bucket denies ${question}.`, { remedy })];
  }
  if (decision !== 'unclear') return [];
  return [
    unknown(
      'bucket-policy-unclear',
      `Whether the policy of the bucket denies ${question} depends on conditions unknown here.`,
    ),
  ];
}
