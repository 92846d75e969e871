import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies, type PolicyQuestion } from './evaluate-policy.ts';
import { matchesPattern } from './pattern.ts';

const READ: PolicyQuestion = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/data/train.jsonl',
  context: { 'aws:SourceAccount': '111122223333' },
};
const policy = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/data/*' };
const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

describe('evaluatePolicies', () => {
  it.each([
    ['nothing', [], 'implicitDeny'],
    ['no document', [undefined, 'text', null], 'implicitDeny'],
    ['an allowance', [policy(allow)], 'allowed'],
    ['an allowance in another case', [policy({ ...allow, Action: 'S3:getobject' })], 'allowed'],
    ['one statement without a list', [{ Statement: allow }], 'allowed'],
    ['another action', [policy({ ...allow, Action: 's3:PutObject' })], 'implicitDeny'],
    ['another resource', [policy({ ...allow, Resource: 'arn:aws:s3:::b/DATA/*' })], 'implicitDeny'],
    ['all but another action', [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })], 'allowed'],
    ['all but this resource', [policy({ Effect: 'Allow', Action: '*', NotResource: '*/data/*' })], 'implicitDeny'],
    ['a denial in another document', [policy(allow), policy(deny)], 'explicitDeny'],
    [
      'a condition that holds',
      [policy({ ...allow, ...when('StringEquals', 'aws:sourceaccount', '111122223333') })],
      'allowed',
    ],
    [
      'one that does not',
      [policy({ ...allow, ...when('StringEquals', 'aws:SourceAccount', ['1', '2']) })],
      'implicitDeny',
    ],
    [
      'one that must not',
      [policy({ ...allow, ...when('StringNotLike', 'aws:SourceAccount', '1111*') })],
      'implicitDeny',
    ],
    ['one on an unknown key', [policy({ ...allow, ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1') })], 'unclear'],
    [
      'one of an unknown kind',
      [policy({ ...allow, ...when('IpAddress', 'aws:SourceAccount', '10.0.0.0/8') })],
      'unclear',
    ],
    ['a variable', [policy({ ...allow, ...when('StringLike', 'aws:SourceAccount', `\${aws:username}`) })], 'unclear'],
    [
      'a denial that may apply',
      [policy(allow, { ...deny, ...when('StringNotEquals', 'aws:SourceVpce', 'vpce-1') })],
      'unclear',
    ],
    [
      'a denial that does not apply',
      [policy(allow, { ...deny, ...when('StringNotEquals', 'aws:SourceAccount', '111122223333') })],
      'allowed',
    ],
  ] as const)('%s', (_, documents, decision) => {
    expect(evaluatePolicies(documents, READ)).toBe(decision);
  });

  it.each([
    [{ Service: 'bedrock.amazonaws.com' }, true],
    [{ Service: ['lambda.amazonaws.com', 'bedrock.amazonaws.com'] }, true],
    [{ Service: 'sagemaker.amazonaws.com' }, false],
    [{ AWS: '*' }, false],
    ['*', true],
  ])('a trust for %j', (Principal, isAllowed) => {
    const question = {
      action: 'sts:AssumeRole',
      principal: { kind: 'Service', name: 'bedrock.amazonaws.com' },
      context: {},
    } as const;
    const trust = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
    expect(evaluatePolicies([trust], question)).toBe(isAllowed ? 'allowed' : 'implicitDeny');
  });

  it('an account stands for its roles', () => {
    const principal = { kind: 'AWS', name: 'arn:aws:iam::111122223333:role/r' } as const;
    for (const AWS of ['111122223333', 'arn:aws:iam::111122223333:root', principal.name]) {
      expect(evaluatePolicies([policy({ ...allow, Principal: { AWS } })], { ...READ, principal })).toBe('allowed');
    }
    const other = policy({ ...allow, Principal: { AWS: 'arn:aws:iam::999988887777:root' } });
    expect(evaluatePolicies([other], { ...READ, principal })).toBe('implicitDeny');
  });

  it('never throws, whatever the document', () => {
    fc.assert(
      fc.property(fc.anything(), (document) => {
        expect(['allowed', 'explicitDeny', 'implicitDeny', 'unclear']).toContain(evaluatePolicies([document], READ));
      }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('Effect', 'Action', 'Resource', 'Principal', 'Condition'), fc.anything()),
        (statement) => {
          const question = { ...READ, principal: { kind: 'AWS', name: 'x' } } as const;
          expect(['allowed', 'explicitDeny', 'implicitDeny', 'unclear']).toContain(
            evaluatePolicies([policy(statement)], question),
          );
        },
      ),
    );
  });
});

it('matches patterns as a regular expression would', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wild, given) => {
      const source = wild.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(matchesPattern(wild, given)).toBe(new RegExp(`^${source}$`, 's').test(given));
    }),
  );
  // A regular expression would take for ever.
  expect(matchesPattern(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
});
