import type {
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  ListKeyPoliciesRequest,
  ListKeyPoliciesResponse,
  PutKeyPolicyRequest,
} from '@aws-sdk/client-kms';
import { type Checked, PolicySyntaxError, parsePolicy } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { type KeyParts, requireKey, scopeOf } from './key-store.ts';
import { refusals } from './refusals.ts';

/** A key has one policy, of this name. */
const POLICY_NAME = 'default';

export function policyOperations(parts: KeyParts) {
  return {
    GetKeyPolicy: (
      { KeyId, PolicyName = POLICY_NAME }: Checked<GetKeyPolicyRequest>,
      context: OperationContext,
    ): GetKeyPolicyResponse => {
      const { policy } = requireKey(parts, scopeOf(context), KeyId);
      if (PolicyName !== POLICY_NAME) throw refusals.noPolicy();
      return { Policy: policy, PolicyName: POLICY_NAME };
    },

    PutKeyPolicy: (
      { KeyId, PolicyName = POLICY_NAME, Policy }: Checked<PutKeyPolicyRequest>,
      context: OperationContext,
    ) => {
      const { arn } = requireKey(parts, scopeOf(context), KeyId);
      if (PolicyName !== POLICY_NAME) throw refusals.noPolicy();
      parts.database.prepare('UPDATE kms_key SET policy = ? WHERE arn = ?').run(checkedPolicy(Policy), arn);
      return {};
    },

    ListKeyPolicies: (
      { KeyId }: Checked<ListKeyPoliciesRequest>,
      context: OperationContext,
    ): ListKeyPoliciesResponse => {
      requireKey(parts, scopeOf(context), KeyId);
      return { PolicyNames: [POLICY_NAME], Truncated: false };
    },
  };
}

/** @throws ServiceError MalformedPolicyDocumentException */
export function checkedPolicy(text: string): string {
  try {
    parsePolicy(text, 'resource');
    return text;
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw refusals.malformedPolicy(error.message);
    throw error;
  }
}

/** The policy of a key that nobody has given one: the account decides by IAM. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}
