import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from './answer-question.ts';
import { parseStandIn, serializeStandIn } from './artifact.ts';
import type { StandInModel } from './stand-in.ts';
import { StandInError } from './stand-in-error.ts';
import { classExample, invoiceExample, many } from './testing/examples.mts';
import { trainStandIn } from './training/trainer.ts';

describe('the artifact', () => {
  let model: StandInModel;
  let bytes: Uint8Array;

  beforeAll(async () => {
    const settings = { epochCount: 1, learningRate: 1e-4, batchSize: 1, warmupSteps: 0, seed: 1 };
    const training = trainStandIn([...many(20, invoiceExample), ...many(20, classExample)], [], settings);
    let next = await training.next();
    while (next.done !== true) next = await training.next();
    model = next.value;
    bytes = serializeStandIn(model);
  });

  it('answers the same after a round trip, which also gives the same bytes', () => {
    const parsed = parseStandIn(bytes);
    for (const question of [...many(10, invoiceExample, 50), ...many(10, classExample, 50)]) {
      expect(answerQuestion(question, parsed)).toEqual(answerQuestion(question, model));
    }
    expect(Buffer.compare(serializeStandIn(parsed), bytes)).toBe(0);
  });

  it('is small', () => {
    expect(bytes.length).toBeLessThan(400_000);
  });

  const damaged: readonly [string, () => Uint8Array, string][] = [
    ['no bytes', () => new Uint8Array(0), 'truncated, damaged or of another kind'],
    ['other bytes', () => Buffer.from('not a model at all'), 'truncated, damaged or of another kind'],
    ['half of it', () => bytes.subarray(0, bytes.length >> 1), 'truncated, damaged or of another kind'],
    [
      'a flipped bit',
      () => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte)),
      'Train the model again',
    ],
    ['other JSON', () => gzipSync('[1, 2]'), 'its content is something else'],
    ['another version', () => changed('"version":1', '"version":9'), 'of version 1, got version 9'],
    ['a lost group', () => changed('"groups":', '"gruops":'), 'it has no prompt groups'],
    ['lost weights', () => changed('"values":"', '"values":"","was":"'), 'a head lacks weights'],
  ];

  function changed(from: string, to: string): Uint8Array {
    const text = gunzipSync(bytes).toString('utf8');
    expect(text).toContain(from);
    return gzipSync(text.replace(from, to));
  }

  it.each(damaged)('refuses %s', (_, make, message) => {
    expect(() => parseStandIn(make())).toThrow(StandInError);
    expect(() => parseStandIn(make())).toThrow(message);
  });
});
