import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionContext, type Decision, evaluatePolicies, PolicySyntaxError, parsePolicy } from './index.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

const allow = (statement: object, effect = 'Allow') => ({ Effect: effect, Action: '*', Resource: '*', ...statement });
const identity = (...statements: object[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity');
const trust = (...statements: object[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'trust');

function decide(statements: object[], action: string, resource: string, values: Record<string, string> = {}): Decision {
  return evaluatePolicies([identity(...statements)], { action, resource, context: conditionContext(values) });
}

describe('wildcards', () => {
  it('agree with an equivalent expression', () => {
    const symbol = fc.constantFrom('a', 'b', '*', '?', '/');
    fc.assert(
      fc.property(
        fc.array(symbol, { maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }),
        (p, t) => {
          const pattern = p.join('');
          const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
          expect(matchesWildcard(pattern, t.join(''))).toBe(expression.test(t.join('')));
        },
      ),
    );
  });

  it('answer at once where an expression would backtrack', () => {
    expect(matchesWildcard(`${'a*'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  });

  it('of an ARN stay within their part', () => {
    const job = 'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/abc';
    expect(matchesArn('arn:aws:bedrock:us-east-1:111122223333:model-customization-job/*', job)).toBe(true);
    expect(matchesArn('arn:aws:bedrock:*:111122223333:model-customization-job/*', job)).toBe(true);
    expect(matchesArn('arn:aws:bedrock*:model-customization-job/*', job)).toBe(false);
    expect(matchesArn('arn:aws:bedrock:us-east-1:999999999999:model-customization-job/*', job)).toBe(false);
  });
});

describe('evaluation', () => {
  it('allows only what is named', () => {
    const statement = { Effect: 'Allow', Action: ['s3:Get*', 's3:ListBucket'], Resource: 'arn:aws:s3:::docs/data/*' };
    expect(decide([statement], 's3:getobject', 'arn:aws:s3:::docs/data/a.png')).toBe('allowed');
    expect(decide([statement], 's3:PutObject', 'arn:aws:s3:::docs/data/a.png')).toBe('implicitDeny');
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::docs/out/a.png')).toBe('implicitDeny');
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::DOCS/data/a.png')).toBe('implicitDeny');
  });

  it('turns NotAction and NotResource round', () => {
    expect(decide([allow({ Action: undefined, NotAction: 'iam:*' })], 's3:GetObject', 'arn:aws:s3:::b/k')).toBe(
      'allowed',
    );
    expect(decide([allow({ Action: undefined, NotAction: 'iam:*' })], 'iam:GetRole', '*')).toBe('implicitDeny');
    const statement = allow({ Resource: undefined, NotResource: 'arn:aws:s3:::secret/*' });
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::open/k')).toBe('allowed');
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::secret/k')).toBe('implicitDeny');
  });

  it('lets an explicit deny win, in whatever order the statements stand', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('s3:*', 's3:GetObject', 'iam:*', '*'),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'),
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
        const decision = decide(statements, 's3:GetObject', 'arn:aws:s3:::a/k');
        expect(decide([...statements].reverse(), 's3:GetObject', 'arn:aws:s3:::a/k')).toBe(decision);
        expect(decide([...statements, allow({}, 'Deny')], 's3:GetObject', 'arn:aws:s3:::a/k')).toBe('explicitDeny');
        const denied = statements.some(
          ({ Effect, Action, Resource }) => Effect === 'Deny' && Action !== 'iam:*' && Resource !== 'arn:aws:s3:::b/*',
        );
        expect(decision === 'explicitDeny').toBe(denied);
      }),
    );
  });

  it('fills variables and takes their wildcards literally', () => {
    const statement = allow({ Resource: `arn:aws:s3:::docs/$\{aws:PrincipalAccount}/*` });
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::docs/1/k', { 'aws:principalaccount': '1' })).toBe(
      'allowed',
    );
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::docs/1/k', { 'aws:principalaccount': '*' })).toBe(
      'implicitDeny',
    );
    expect(decide([statement], 's3:GetObject', 'arn:aws:s3:::docs/1/k')).toBe('implicitDeny');
  });
});

describe('conditions', () => {
  const holds = (condition: object, values: Record<string, string> = {}, effect = 'Allow') =>
    decide([allow({ Condition: condition }, effect)], 's3:ListBucket', 'arn:aws:s3:::b', values);

  it.each([
    [{ StringEquals: { 's3:prefix': ['a/', 'b/'] } }, { 's3:prefix': 'b/' }, true],
    [{ StringEquals: { 'S3:Prefix': 'a/' } }, { 's3:prefix': 'A/' }, false],
    [{ StringEquals: { 's3:prefix': 'a/' } }, {}, false],
    [{ StringEqualsIfExists: { 's3:prefix': 'a/' } }, {}, true],
    [{ StringEqualsIfExists: { 's3:prefix': 'a/' } }, { 's3:prefix': 'b/' }, false],
    [{ StringEqualsIgnoreCase: { 's3:prefix': 'a/' } }, { 's3:prefix': 'A/' }, true],
    [{ StringNotEquals: { 's3:prefix': ['a/', 'b/'] } }, { 's3:prefix': 'b/' }, false],
    [{ StringNotEquals: { 's3:prefix': 'a/' } }, {}, true],
    [{ StringLike: { 's3:prefix': ['data/*', ''] } }, { 's3:prefix': 'data/x/y' }, true],
    [{ StringLike: { 's3:prefix': 'data/?' } }, { 's3:prefix': 'data/xy' }, false],
    [{ StringNotLike: { 's3:prefix': 'data/*' } }, { 's3:prefix': 'other' }, true],
    [
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:bedrock:*:1:job/*' } },
      { 'aws:SourceArn': 'arn:aws:bedrock:x:1:job/a/b' },
      true,
    ],
    [
      { ArnNotLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:1:job/*' } },
      { 'aws:SourceArn': 'arn:aws:bedrock:x:1:job/a' },
      false,
    ],
    [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'false' }, true],
    [{ Null: { 's3:prefix': 'true' } }, {}, true],
    [{ Null: { 's3:prefix': 'false' } }, {}, false],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '9' }, true],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': 'many' }, false],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-02-01T00:00:00Z' },
      true,
    ],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '10.9.8.7' }, true],
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '10.9.8.7' }, false],
    [{ 'ForAnyValue:StringLike': { 'aws:TagKeys': 'a*' } }, {}, false],
    [{ 'ForAllValues:StringLike': { 'aws:TagKeys': 'a*' } }, {}, true],
    [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
  ])('%j of %j: %s', (condition, values, expected) => {
    expect(holds(condition, values as Record<string, string>)).toBe(expected ? 'allowed' : 'implicitDeny');
  });

  it('never let an unknown operator open a door', () => {
    for (const operator of ['BinaryEquals', 'StringAlmost', 'toString', 'ForAnyValue:Nothing']) {
      expect(holds({ [operator]: { a: '1' } }, { a: '1' })).toBe('implicitDeny');
      expect(holds({ [operator]: { a: '1' } }, { a: '1' }, 'Deny')).toBe('explicitDeny');
    }
  });
});

describe('principals', () => {
  const assume = (principal: unknown, kind: 'AWS' | 'Service', name: string, extra: object = {}) =>
    evaluatePolicies([trust({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...extra })], {
      action: 'sts:AssumeRole',
      principal: { kind, name },
      context: conditionContext(),
    });

  it.each([
    [{ Service: 'bedrock.amazonaws.com' }, 'Service', 'bedrock.amazonaws.com', true],
    [{ Service: ['lambda.amazonaws.com', 'bedrock.amazonaws.com'] }, 'Service', 'bedrock.amazonaws.com', true],
    [{ Service: 'lambda.amazonaws.com' }, 'Service', 'bedrock.amazonaws.com', false],
    [{ AWS: '*' }, 'Service', 'bedrock.amazonaws.com', false],
    ['*', 'Service', 'bedrock.amazonaws.com', true],
    [{ AWS: '111122223333' }, 'AWS', 'arn:aws:iam::111122223333:user/ann', true],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, 'AWS', 'arn:aws:sts::111122223333:assumed-role/r/s', true],
    [{ AWS: 'arn:aws:iam::111122223333:role/team/r' }, 'AWS', 'arn:aws:sts::111122223333:assumed-role/r/s', true],
    [{ AWS: 'arn:aws:iam::111122223333:role/other' }, 'AWS', 'arn:aws:sts::111122223333:assumed-role/r/s', false],
    [{ AWS: 'arn:aws:iam::999999999999:root' }, 'AWS', 'arn:aws:iam::111122223333:root', false],
  ] as const)('%j for %s %s: %s', (principal, kind, name, expected) => {
    expect(assume(principal, kind, name)).toBe(expected ? 'allowed' : 'implicitDeny');
  });

  it('turn round with NotPrincipal', () => {
    const not = { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } };
    expect(assume(undefined, 'AWS', 'arn:aws:iam::111122223333:root', not)).toBe('implicitDeny');
    expect(assume(undefined, 'AWS', 'arn:aws:iam::444455556666:root', not)).toBe('allowed');
  });
});

describe('documents', () => {
  it.each([
    ['{', 'invalid Json'],
    ['[]', 'Syntax errors'],
    ['{"Version":"2012-10-17"}', 'Syntax errors'],
    ['{"Version":"2020-01-01","Statement":[]}', 'valid version'],
    ['{"Version":"2008-10-17","Statement":[]}', 'version 2012-10-17'],
    ['{"Version":"2012-10-17","Statements":[]}', 'Syntax errors'],
    ['{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"*","Resource":"*"}}', 'Syntax errors'],
    ['{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}', 'must contain actions'],
    ['{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*"}}', 'must contain resources'],
    ['{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}', 'vendor'],
    ['{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"docs"}}', 'ARN format'],
    [
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}}',
      'principal',
    ],
  ])('refuse %s', (text, message) => {
    expect(() => parsePolicy(text, 'identity')).toThrow(message);
  });

  it.each([
    [{ Principal: { Service: 'bedrock' } }, 'Invalid principal in policy: "SERVICE":"bedrock"'],
    [{ Principal: { AWS: 'ann' } }, 'Invalid principal in policy: "AWS":"ann"'],
    [{}, 'Missing required field Principal'],
    [{ Principal: '*', Resource: '*' }, 'prohibited field Resource'],
    [{ Principal: '*', Action: 's3:GetObject' }, 'STS AssumeRole actions'],
  ])('refuse the trust statement %j', (extra, message) => {
    expect(() => trust({ Effect: 'Allow', Action: 'sts:AssumeRole', ...extra })).toThrow(message);
  });

  it('are read or refused, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc
            .record({ Version: fc.constant('2012-10-17'), Statement: fc.jsonValue() })
            .map((value) => JSON.stringify(value)),
        ),
        (text) => {
          for (const use of ['identity', 'trust'] as const) {
            try {
              parsePolicy(text, use);
            } catch (error) {
              expect(error).toBeInstanceOf(PolicySyntaxError);
            }
          }
        },
      ),
    );
  });
});
