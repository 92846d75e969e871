import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedModel } from '../testing/rehearsal.ts';
import { discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
let resourceARN: string;
beforeEach(async () => {
  bedrock = await openTestBedrock();
  resourceARN = storedModel(bedrock);
});
afterEach(() => discard(bedrock));

const tag = (tags: readonly object[]) => bedrock.call('TagResource', { resourceARN, tags });
const list = () => bedrock.call('ListTagsForResource', { resourceARN });

it('adds, replaces and removes tags', async () => {
  await tag([
    { key: 'run', value: '1' },
    { key: 'cost', value: 'low' },
  ]);
  await tag([{ key: 'run', value: '2' }]);
  expect(await list()).toEqual({
    tags: [
      { key: 'cost', value: 'low' },
      { key: 'run', value: '2' },
    ],
  });
  await bedrock.call('UntagResource', { resourceARN, tagKeys: ['cost', 'unknown'] });
  expect(await list()).toEqual({ tags: [{ key: 'run', value: '2' }] });
});

it('refuses too many, doubled and reserved tags without changing anything', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: '' }));
  await tag(many(200));
  await tag([{ key: 'k0', value: 'replaced' }]);
  await expect(tag([{ key: 'one-more', value: '' }])).rejects.toMatchObject({
    code: 'TooManyTagsException',
    members: { resourceName: resourceARN },
  });
  await expect(tag([...many(1), ...many(1)])).rejects.toMatchObject({ code: 'ValidationException' });
  await expect(tag([{ key: 'AWS:x', value: '' }])).rejects.toMatchObject({ code: 'ValidationException' });
  expect(await list()).toMatchObject({ tags: { length: 200 } });
});
