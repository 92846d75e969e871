import { expect, it } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

function counted(answers: readonly (string | Error)[]) {
  let asked = 0;
  const ask = async () => {
    const answer = answers[asked++] ?? 'none';
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked: () => asked };
}

it('asks once for everyone, and again when the answer has grown old', async () => {
  let now = 0;
  const kept = new KeptAnswers(() => now);
  const { ask, asked } = counted(['first', 'second', 'third']);
  const get = () => kept.get('key', 100, ask, (answer) => (answer === 'second' ? 1000 : 100));
  expect(await Promise.all([get(), get(), get()])).toEqual(['first', 'first', 'first']);
  now = 99;
  expect(await get()).toBe('first');
  now = 100;
  expect(await get()).toBe('second');
  now = 1000;
  expect(await get()).toBe('second');
  kept.forget('key', 5000);
  expect(await get()).toBe('second');
  kept.forget('key');
  expect(await get()).toBe('third');
  expect(asked()).toBe(3);
});

it('keeps failures as well', async () => {
  let now = 0;
  const kept = new KeptAnswers(() => now);
  const { ask, asked } = counted([new Error('away'), 'back']);
  const get = () => kept.get('key', 100, ask);
  await expect(get()).rejects.toThrow('away');
  await expect(get()).rejects.toThrow('away');
  expect(asked()).toBe(1);
  now = 100;
  expect(await get()).toBe('back');
});
