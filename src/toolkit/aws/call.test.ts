import { describe, expect, it } from 'vitest';
import { call, callOrMissing, pages, tagList } from './call.ts';

const missing = Object.assign(new Error('gone'), { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
const fail = (error: Error) => async (): Promise<never> => {
  throw error;
};

describe('call', () => {
  it('sends nothing after an abort', async () => {
    let sent = 0;
    const work = async () => {
      sent += 1;
    };
    await expect(call('do it', AbortSignal.abort(new Error('enough')), work)).rejects.toThrow('enough');
    expect(sent).toBe(0);
  });

  it('says what was being done', async () => {
    await expect(call('do it', undefined, fail(missing))).rejects.toThrow('Could not do it: gone');
  });
});

describe('callOrMissing', () => {
  it('answers undefined for what is not there, and throws the rest', async () => {
    expect(await callOrMissing('do it', undefined, fail(missing))).toBeUndefined();
    await expect(callOrMissing('do it', undefined, fail(new Error('broken')))).rejects.toMatchObject({
      code: 'service-error',
    });
  });
});

describe('pages', () => {
  const book = new Map([
    [undefined, { items: [1], next: 'b' }],
    ['b', { items: [], next: 'c' }],
    ['c', { items: [2], next: undefined }],
  ]);

  it('follows the token to the end, over empty pages', async () => {
    const seen: number[] = [];
    const fetchPage = async (token: string | undefined) => book.get(token) ?? { items: [], next: undefined };
    for await (const { items } of pages(fetchPage, ({ next }) => next)) seen.push(...items);
    expect(seen).toEqual([1, 2]);
  });

  it('fetches no page before it is wanted', async () => {
    let fetched = 0;
    const fetchPage = async () => {
      fetched += 1;
      return { next: 'more' };
    };
    for await (const _ of pages(fetchPage, ({ next }) => next)) break;
    expect(fetched).toBe(1);
  });
});

it('writes tags as Bedrock takes them', () => {
  expect(tagList({ a: '1', b: '' })).toEqual([
    { key: 'a', value: '1' },
    { key: 'b', value: '' },
  ]);
});
