import { expect, it } from 'vitest';
import { createCloseStack } from './close-stack.ts';

it('closes everything once, in reverse, whatever fails', async () => {
  const done: string[] = [];
  const stack = createCloseStack();
  stack.push(() => done.push('first'));
  stack.push(async () => {
    done.push('second');
    throw new Error('stuck');
  });
  stack.push(() => done.push('third'));
  await expect(stack.close()).rejects.toThrow('stuck');
  await expect(stack.close()).rejects.toThrow('stuck');
  expect(done).toEqual(['third', 'second', 'first']);
});
