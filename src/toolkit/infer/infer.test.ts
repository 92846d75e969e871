import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { ConverseAnswer, ConverseRequest } from '../ports/model-runtime.ts';
import { drain, inTurn, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { infer } from './infer.ts';
import type { InferenceDocument, InferOptions } from './infer-options.ts';
import { predictionKey } from './prediction-key.ts';
import { openPredictionLog, readPredictions } from './prediction-log.ts';
import { pngHeader } from './testing/png-header.mts';

let folder: string;
let options: InferOptions;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infer-'));
  options = {
    modelId: 'us.amazon.nova-lite-v1:0',
    prompts: { system: 'You sort.', task: 'Which?' },
    parameters: { maxTokens: 10, temperature: 0 },
    predictionsFile: join(folder, 'predictions', 'base.jsonl'),
    retry: { random: () => 1 },
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function documents(count: number): Promise<InferenceDocument[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const image = join(folder, `${index}.png`);
      await writeFile(image, pngHeader(100, 100, `image ${index}`));
      return { document: `doc-${index}`, image };
    }),
  );
}

const answer: ConverseAnswer = { text: 'invoice', stopReason: 'end_turn', inputTokens: 100, outputTokens: 3 };
const throttled = new CloudError('throttled', 'Too many tokens.', { retryable: true, status: 429 });

describe('infer', () => {
  it('asks about each document in the words of the training and keeps the answers', async () => {
    const asked: ConverseRequest[] = [];
    const converse = async (request: ConverseRequest) => {
      asked.push(request);
      return answer;
    };
    const { events, result } = await drain(
      infer(await documents(3), options, scriptedCloud({ runtime: { converse } })),
    );
    expect(result).toMatchObject({ documents: 3, answered: 3, failed: 0, resumed: 0, calls: 3, throttled: 0 });
    expect(events.every(({ type }) => type === 'document-answered')).toBe(true);
    expect(asked[0]).toEqual({
      modelId: options.modelId,
      system: 'You sort.',
      images: [{ format: 'png', bytes: expect.any(Uint8Array) }],
      prompt: 'Which?',
      parameters: options.parameters,
    });
    const kept = await readPredictions(options.predictionsFile);
    expect(kept.map(({ document }) => document).sort()).toEqual(['doc-0', 'doc-1', 'doc-2']);
    expect(kept[0]).toMatchObject({
      answer: 'invoice',
      stopReason: 'end_turn',
      inputTokens: 100,
      outputTokens: 3,
      attempts: 1,
    });
  });

  it('asks again only what has no answer yet', async () => {
    const converse = inTurn<ConverseAnswer>(answer, refusal, answer);
    const cloud = scriptedCloud({ runtime: { converse } });
    const all = await documents(3);
    const first = await drain(infer(all, { ...options, concurrency: 1 }, cloud));
    expect(first.result).toMatchObject({ documents: 3, answered: 2, failed: 1, resumed: 0 });
    expect(first.events[1]).toMatchObject({
      type: 'document-failed',
      prediction: { document: 'doc-1', error: { code: 'access-denied', message: 'You may not.' }, attempts: 1 },
    });
    const second = await drain(infer(all, { ...options, concurrency: 1 }, cloud));
    expect(second.result).toMatchObject({ documents: 3, answered: 1, failed: 0, resumed: 2 });
    expect(
      (await readPredictions(options.predictionsFile)).every((prediction) => prediction.answer === 'invoice'),
    ).toBe(true);
  });

  it('waits out throttles and counts the calls', async () => {
    const converse = inTurn<ConverseAnswer>(throttled, throttled, throttled, throttled, throttled, answer);
    const cloud = scriptedCloud({ runtime: { converse } });
    const { events, result } = await drain(infer(await documents(1), options, cloud));
    expect(events).toMatchObject([{ prediction: { attempts: 6, answer: 'invoice' }, pace: { refused: 5 } }]);
    expect(result).toMatchObject({ answered: 1, failed: 0, calls: 6, throttled: 5 });
    expect(cloud.slept.length).toBeGreaterThan(0);
  });

  it('never has more calls in flight than it may', async () => {
    let flying = 0;
    let most = 0;
    const converse = async () => {
      flying += 1;
      most = Math.max(most, flying);
      await new Promise((resolve) => setTimeout(resolve, 20));
      flying -= 1;
      return answer;
    };
    await drain(infer(await documents(9), { ...options, concurrency: 3 }, scriptedCloud({ runtime: { converse } })));
    expect(most).toBe(3);
  });

  it('keeps the answers that were on the way when it is stopped', async () => {
    const cloud = scriptedCloud({ runtime: { converse: async () => answer } });
    for await (const _event of infer(await documents(9), { ...options, concurrency: 3 }, cloud)) break;
    expect((await readPredictions(options.predictionsFile)).length).toBeGreaterThanOrEqual(3);
    const { result } = await drain(infer(await documents(9), options, cloud));
    expect(result.documents).toBe(9);
    expect(result.resumed).toBeGreaterThanOrEqual(3);
  });

  it('gives a fault of ours to the caller, not to a document', async () => {
    const converse = inTurn<ConverseAnswer>(new TypeError('a fault of ours'));
    await expect(drain(infer(await documents(1), options, scriptedCloud({ runtime: { converse } })))).rejects.toThrow(
      'a fault of ours',
    );
  });
});

describe('predictionKey', () => {
  it('tells apart whatever changes the answer, and nothing else', () => {
    const image = Buffer.from('image');
    const key = predictionKey(image, options);
    expect(predictionKey(image, { ...options })).toBe(key);
    const { prompts, parameters } = options;
    const changes: Partial<InferOptions>[] = [
      { modelId: 'another' },
      { prompts: { ...prompts, system: 'x' } },
      { prompts: { ...prompts, task: 'x' } },
      { prompts: { system: 'You sort.Which', task: '?' } },
      { parameters: { ...parameters, maxTokens: 11 } },
      { parameters: { ...parameters, temperature: 0.1 } },
      { parameters: { ...parameters, topP: 0.5 } },
      { parameters: { ...parameters, topK: 5 } },
    ];
    const keys = changes.map((change) => predictionKey(image, { ...options, ...change }));
    expect(new Set([key, predictionKey(Buffer.from('imagf'), options), ...keys]).size).toBe(changes.length + 2);
  });
});

describe('the prediction log', () => {
  const prediction = (key: string, change: Partial<Prediction> = {}): Prediction => ({
    document: key,
    key,
    modelId: 'm',
    attempts: 1,
    ...(change.error ? {} : { answer: 'a' }),
    ...change,
  });

  it('survives a write that was cut off, wherever it was cut', async () => {
    const file = join(folder, 'log.jsonl');
    const line = `${JSON.stringify(prediction('torn', { answer: '发票 "x"\n' }))}\n`;
    const bytes = Buffer.from(line);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (cut) => {
        await writeFile(file, `${JSON.stringify(prediction('whole'))}\n`);
        await appendFile(file, bytes.subarray(0, cut));
        const log = await openPredictionLog(file);
        await log.append(prediction('next'));
        await log.close();
        const keys = (await readPredictions(file)).map(({ key }) => key);
        expect(keys.filter((key) => key !== 'torn')).toEqual(['whole', 'next']);
        // Whole but for its line break, or whole altogether.
        expect(keys.includes('torn')).toBe(cut >= bytes.length - 1);
      }),
      { numRuns: 40 },
    );
  });

  it('counts failures as not asked, and reads the last word about each document', async () => {
    const file = join(folder, 'log.jsonl');
    const log = await openPredictionLog(file);
    await log.append(prediction('one', { error: { code: 'throttled', message: 'm' } }));
    await log.append(prediction('two'));
    await log.append(prediction('one'));
    await log.append(prediction('three', { error: { code: 'throttled', message: 'm' } }));
    await log.close();
    const again = await openPredictionLog(file);
    expect(['one', 'two', 'three'].map((key) => again.answerTo(key)?.document)).toEqual(['one', 'two', undefined]);
    expect(again.of('three', 'three')?.error?.code).toBe('throttled');
    expect(again.of('other', 'one')).toBeUndefined();
    await again.close();
    expect((await readPredictions(file)).map(({ key, error }) => `${key} ${error?.code}`)).toEqual([
      'one undefined',
      'two undefined',
      'three throttled',
    ]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(5);
  });

  it('is empty when it is not there', async () => {
    expect(await readPredictions(join(folder, 'none.jsonl'))).toEqual([]);
  });
});
