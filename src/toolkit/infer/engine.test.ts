import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import type { ConverseAnswer, ConverseRequest } from '../ports/model-runtime.ts';
import { drain, hostState, inTurn, type ScriptedCloud, scriptedCloud } from '../testing/scripted-cloud.mts';
import { openAnswerCache } from './answer-cache.ts';
import { MAX_INLINE_IMAGE_BYTES, whyRefused } from './check-question.ts';
import { infer } from './infer.ts';
import type { InferenceDocument, InferOptions } from './infer-options.ts';
import { sampleDocuments } from './sample-documents.ts';
import { pngHeader } from './testing/png-header.mts';

let folder: string;
let options: InferOptions;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infer-'));
  options = {
    modelId: 'us.amazon.nova-lite-v1:0',
    prompts: { system: 'You sort.', task: 'Which?' },
    parameters: { maxTokens: 10, temperature: 0 },
    predictionsFile: join(folder, 'p.jsonl'),
    retry: { random: () => 1 },
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const answer: ConverseAnswer = { text: 'invoice', stopReason: 'end_turn', inputTokens: 100, outputTokens: 3 };

async function documents(...contents: readonly (string | Buffer)[]): Promise<InferenceDocument[]> {
  return Promise.all(
    contents.map(async (content, index) => {
      const image = join(folder, `${index}.png`);
      await writeFile(image, typeof content === 'string' ? pngHeader(100, 100, content) : content);
      return { document: `doc-${index}`, image };
    }),
  );
}

/** Answers everything, and says what it was asked. */
function counting(given: ConverseAnswer = answer) {
  const asked: ConverseRequest[] = [];
  const converse = async (request: ConverseRequest) => {
    asked.push(request);
    return given;
  };
  return { asked, converse };
}

describe('infer, without a call', () => {
  it('asks about copies of an image once, and has a prediction for each', async () => {
    const { asked, converse } = counting();
    const all = await documents('same', 'same', 'other', 'same');
    const { result } = await drain(infer(all, options, scriptedCloud({ runtime: { converse } })));
    expect(asked).toHaveLength(2);
    expect(result).toMatchObject({ answered: 4, cached: 2, calls: 2, tokens: { input: 200, output: 6 } });
    const lines = (await readFile(options.predictionsFile, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).document).sort()).toEqual(['doc-0', 'doc-1', 'doc-2', 'doc-3']);
    const again = await drain(infer(all, options, scriptedCloud()));
    expect(again.result).toMatchObject({ resumed: 4, calls: 0 });
  });

  it('says what is wrong with an image instead of sending it', async () => {
    const large = Buffer.concat([pngHeader(100, 100, ''), Buffer.alloc(MAX_INLINE_IMAGE_BYTES)]);
    const all = await documents(large, pngHeader(9000, 100, ''), Buffer.from('no image'), Buffer.from('BM'));
    const missing = { document: 'gone', image: join(folder, 'gone.png') };
    const { events, result } = await drain(infer([...all, missing], options, scriptedCloud()));
    expect(result).toMatchObject({ documents: 5, answered: 0, failed: 5, calls: 0 });
    const said = Object.fromEntries(
      events.flatMap((event) => ('prediction' in event ? [[event.prediction.document, event.prediction.error]] : [])),
    );
    expect(said['doc-0']).toMatchObject({
      code: 'image-too-large-to-send',
      message: expect.stringContaining('3.75 MB'),
    });
    expect(said['doc-1']).toMatchObject({
      code: 'image-too-large-to-send',
      message: expect.stringContaining('9000 × 100'),
    });
    expect(said['doc-2']).toMatchObject({ code: 'image-format-unsupported' });
    expect(said['doc-3']).toMatchObject({ code: 'image-format-unsupported' });
    expect(said.gone).toMatchObject({ code: 'image-missing' });
  });

  it('makes images ready as it is told, four at a time at most', async () => {
    const { asked, converse } = counting();
    let preparing = 0;
    let most = 0;
    const make = async (bytes: Uint8Array) => {
      preparing += 1;
      most = Math.max(most, preparing);
      await new Promise((resolve) => setTimeout(resolve, 5));
      preparing -= 1;
      return bytes.includes(66)
        ? ({ kind: 'skipped', code: 'image-broken', message: 'It is broken.' } as const)
        : ({ kind: 'ready', image: { format: 'jpeg' as const, bytes: Buffer.from('made') } } as const);
    };
    const all = await documents(...Array.from({ length: 12 }, (_, index) => `a${index}`), Buffer.from('B'));
    const images = { recipe: 'test', make };
    const { result } = await drain(infer(all, { ...options, images }, scriptedCloud({ runtime: { converse } })));
    expect(result).toMatchObject({ answered: 12, failed: 1 });
    expect(most).toBe(4);
    expect(asked[0]?.images).toEqual([{ format: 'jpeg', bytes: Buffer.from('made') }]);
  });

  it('finds a request too large that prompts make so', () => {
    expect(whyRefused(Buffer.from('x'), { system: '', task: 'x'.repeat(26_000_000) })).toMatchObject({
      code: 'request-too-large',
    });
    expect(whyRefused(pngHeader(8000, 8000, ''), { system: '', task: '' })).toBeUndefined();
  });
});

describe('infer, of a model that is not loaded', () => {
  it('waits for minutes, much longer than for other failures', async () => {
    const cold = new CloudError('model-not-ready', 'Loading.', { retryable: true, status: 429 });
    const cloud = scriptedCloud({
      runtime: { converse: inTurn<ConverseAnswer>(cold, cold, cold, cold, cold, cold, cold, answer) },
    });
    const { events } = await drain(infer(await documents('a'), options, cloud));
    expect(events).toMatchObject([{ prediction: { attempts: 8, answer: 'invoice' } }]);
    expect(cloud.slept).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it.each(['model-timeout', 'model-error', 'service-unavailable', 'network', 'service-error'])(
    'asks again after %s',
    async (code) => {
      const failure = new CloudError(code, 'Later.', { retryable: true, status: 500 });
      const cloud = scriptedCloud({ runtime: { converse: inTurn<ConverseAnswer>(failure, failure, answer) } });
      const { result } = await drain(infer(await documents('a'), options, cloud));
      expect(result).toMatchObject({ answered: 1, calls: 3 });
      expect(cloud.slept).toEqual([500, 1000]);
    },
  );
});

describe('the cache of answers', () => {
  const DEPLOYMENT = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl';
  const cacheFolder = () => join(folder, 'answers');

  async function ask(cloud: ScriptedCloud, change: Partial<InferOptions> = {}, name = 'p') {
    const cache = openAnswerCache(cacheFolder(), cloud);
    const own = { ...options, cache, predictionsFile: join(folder, `${Math.random()}-${name}.jsonl`), ...change };
    return (await drain(infer(await documents('a', 'b'), own, cloud))).result;
  }

  it('answers in another run what has been asked, without a call', async () => {
    const { asked, converse } = counting();
    const cloud = scriptedCloud({ runtime: { converse } });
    expect(await ask(cloud)).toMatchObject({ answered: 2, cached: 0, calls: 2 });
    expect(await ask(cloud)).toMatchObject({ answered: 2, cached: 2, calls: 0, tokens: { input: 0, output: 0 } });
    expect(await ask(cloud, { prompts: { system: 'You sort.', task: 'Else?' } })).toMatchObject({ calls: 2 });
    expect(asked).toHaveLength(4);
    const [file = ''] = (await readdir(cacheFolder(), { recursive: true })).filter((name) => name.endsWith('.json'));
    expect((await stat(join(cacheFolder(), file))).size).toBeGreaterThan(10);
  });

  it('never takes the answer of one place for that of another', async () => {
    const { converse } = counting();
    await ask(scriptedCloud({ runtime: { converse } }));
    expect(await ask(scriptedCloud({ runtime: { converse } }, 'us-west-2'))).toMatchObject({ cached: 0 });
    const emulator = {
      ...scriptedCloud({ runtime: { converse } }),
      identity: async () => ({
        accountId: '111122223333',
        callerArn: 'arn:x',
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:1',
        rehearsal: true,
      }),
    };
    expect(await ask(emulator)).toMatchObject({ cached: 0 });
  });

  it('forgets what an endpoint answered when another model is behind it', async () => {
    let modelArn = 'arn:model/1';
    const { converse } = counting();
    const deployments = { describe: async () => hostState({ modelArn }) };
    const cloud = scriptedCloud({ runtime: { converse }, deployments });
    expect(await ask(cloud, { modelId: DEPLOYMENT })).toMatchObject({ cached: 0 });
    expect(await ask(cloud, { modelId: DEPLOYMENT })).toMatchObject({ cached: 2 });
    modelArn = 'arn:model/2';
    expect(await ask(cloud, { modelId: DEPLOYMENT })).toMatchObject({ cached: 0, calls: 2 });
  });

  it('keeps nothing that was drawn at random, and nothing when it cannot tell the model', async () => {
    const { converse } = counting();
    const describe = () => Promise.reject(new CloudError('access-denied', 'No.', { status: 403 }));
    const cloud = scriptedCloud({ runtime: { converse }, deployments: { describe } });
    for (const change of [{ parameters: { maxTokens: 5, temperature: 0.5 } }, { modelId: DEPLOYMENT }]) {
      expect(await ask(cloud, change)).toMatchObject({ calls: 2 });
      expect(await ask(cloud, change)).toMatchObject({ calls: 2 });
    }
  });

  it('asks when what it finds is torn', async () => {
    const { converse } = counting();
    const cloud = scriptedCloud({ runtime: { converse } });
    await ask(cloud);
    for (const name of await readdir(cacheFolder(), { recursive: true })) {
      if (name.endsWith('.json')) await writeFile(join(cacheFolder(), name), '{"text": "inv');
    }
    expect(await ask(cloud)).toMatchObject({ cached: 0, calls: 2 });
    expect(await ask(cloud)).toMatchObject({ cached: 2 });
  });
});

describe('sampleDocuments', () => {
  it('draws so many, in order, the same for the same seed, and larger samples hold smaller ones', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 60 }),
        fc.nat(70),
        fc.nat(70),
        fc.nat(),
        (names, a, b, seed) => {
          const all = names.map((document) => ({ document }));
          const [few, many] = [Math.min(a, b), Math.max(a, b)];
          const sample = sampleDocuments(all, few, seed);
          expect(sample).toHaveLength(Math.min(few, all.length));
          expect(sample).toEqual(all.filter((one) => sample.includes(one)));
          expect(sampleDocuments(all, few, seed)).toEqual(sample);
          const larger = sampleDocuments(all, many, seed);
          expect(sample.every((one) => larger.includes(one))).toBe(true);
        },
      ),
    );
  });
});
