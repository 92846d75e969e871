import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidPattern, readEventPattern } from './event-pattern.ts';
import { matchesWildcard } from './wildcard.ts';

const EVENT = {
  source: 'aws.bedrock',
  'detail-type': 'Model Customization Job State Change',
  resources: ['arn:a', 'arn:b'],
  detail: {
    jobStatus: 'Failed',
    count: 5,
    ok: false,
    none: null,
    nested: { deep: 'Value' },
    list: [{ a: 1 }, { a: 2 }],
  },
};
const matches = (pattern: object) => readEventPattern(JSON.stringify(pattern))(EVENT);

describe('event patterns', () => {
  it.each([
    { source: ['aws.bedrock'] },
    { source: ['other', 'aws.bedrock'], detail: { jobStatus: ['Failed'] } },
    { resources: ['arn:b'] },
    { source: [{ prefix: 'aws.' }] },
    { source: [{ prefix: { 'equals-ignore-case': 'AWS' } }] },
    { source: [{ suffix: 'rock' }] },
    { detail: { jobStatus: [{ 'equals-ignore-case': 'FAILED' }] } },
    { detail: { jobStatus: [{ 'anything-but': 'Completed' }] } },
    { detail: { jobStatus: [{ 'anything-but': ['Completed', 'Stopped'] }] } },
    { detail: { jobStatus: [{ 'anything-but': { prefix: 'Comp' } }] } },
    { detail: { jobStatus: [{ wildcard: 'F*l*d' }] } },
    { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } },
    { detail: { count: [5], ok: [false], none: [null] } },
    { detail: { missing: [{ exists: false }], jobStatus: [{ exists: true }] } },
    { detail: { nested: { deep: ['Value'] } } },
    { detail: { list: { a: [2] } } },
    { $or: [{ source: ['x'] }, { detail: { count: [5] } }] },
  ])('match: %j', (pattern) => expect(matches(pattern)).toBe(true));

  it.each([
    { source: ['bedrock'] },
    { detail: { status: ['Failed'] } },
    { detail: { jobStatus: ['Failed'], count: [6] } },
    { detail: { jobStatus: [{ 'anything-but': ['Failed'] }] } },
    { detail: { missing: [{ 'anything-but': 'x' }] } },
    { detail: { count: [{ numeric: ['>', 5] }] } },
    { detail: { count: ['5'] } },
    { detail: { nested: [{ exists: false }] } },
    { $or: [{ source: ['x'] }, { detail: { count: [6] } }] },
  ])('do not match: %j', (pattern) => expect(matches(pattern)).toBe(false));

  it.each([
    '',
    '[]',
    '{}',
    '{"source":"aws.bedrock"}',
    '{"source":[]}',
    '{"source":[{"prefix":1}]}',
    '{"source":[{"cidr":"10.0.0.0/8"}]}',
    '{"source":[{"numeric":["~",1]}]}',
    '{"source":[{"exists":"yes"}]}',
    '{"$or":[{"source":["a"]}]}',
  ])('are refused: %s', (text) => expect(() => readEventPattern(text)).toThrow(InvalidPattern));

  it('read wildcards as a regular expression would', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((parts) => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
      }),
    );
    expect(matchesWildcard('a\\*b', 'a*b')).toBe(true);
    expect(matchesWildcard('a\\*b', 'axb')).toBe(false);
  });
});
