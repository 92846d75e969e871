import { expect, it } from 'vitest';
import { readPath, targetInput } from './target-input.ts';

const EVENT = { id: '1', detail: { jobName: 'say "hi"', count: 3, list: ['a', 'b'] } };
const SCENE = { ruleArn: 'arn:rule', ruleName: 'rule', ingestionTime: '2026-01-01T00:00:00.000Z' };
const input = (target: Parameters<typeof targetInput>[0]) => targetInput(target, EVENT, SCENE);

it('sends the event, a fixed text, or a part', () => {
  expect(JSON.parse(input({}))).toEqual(EVENT);
  expect(input({ Input: '"fixed"' })).toBe('"fixed"');
  expect(input({ InputPath: '$.detail.count' })).toBe('3');
  expect(input({ InputPath: '$.detail.list[1]' })).toBe('"b"');
  expect(input({ InputPath: '$.nowhere' })).toBe('{}');
});

it('fills templates: as text inside quotes, as JSON outside', () => {
  const InputPathsMap = { name: '$.detail.jobName', count: '$.detail.count', list: '$.detail.list', gone: '$.gone' };
  const fill = (InputTemplate: string) => input({ InputTransformer: { InputPathsMap, InputTemplate } });
  expect(fill('"<name> ended, <count>"')).toBe('"say \\"hi\\" ended, 3"');
  expect(
    JSON.parse(fill('{"n": <name>, "c": <count>, "l": <list>, "t": "x<gone>", "r": "<aws.events.rule-name>"}')),
  ).toEqual({
    n: 'say "hi"',
    c: 3,
    l: ['a', 'b'],
    t: 'x',
    r: 'rule',
  });
  expect(fill('"<unknown> stays"')).toBe('"<unknown> stays"');
});

it('knows the paths it can follow', () => {
  expect(readPath("$.a.b[0]['c d']")).toEqual(['a', 'b', '0', 'c d']);
  expect(readPath('$')).toEqual([]);
  for (const path of ['a', '$..a', '$.a[*]', '$.']) expect(readPath(path)).toBeUndefined();
});
