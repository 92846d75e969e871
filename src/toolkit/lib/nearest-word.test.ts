import { expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

it.each([
  ['base_model', 'baseModel'],
  ['Bucket', 'bucket'],
  ['epochs', 'epochCount'],
  ['modelBase', undefined],
  ['x', undefined],
])('%s may be %s', (word, near) => {
  expect(nearestWord(word, ['bucket', 'baseModel', 'epochCount', 'title'])).toBe(near);
});
