import { BedrockRuntimeClient, CountTokensCommand } from '@aws-sdk/client-bedrock-runtime';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { drawDocument } from '../../src/samples/index.ts';
import { askingTokens, askingTokensOf, type Range } from '../../src/toolkit/index.ts';
import { imageTokenRange } from '../../src/toolkit/lib/image-token-range.ts';
import { openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';

const MODEL = 'amazon.nova-lite-v1:0';

let rehearsal: Rehearsal;
let runtime: BedrockRuntimeClient;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  runtime = new BedrockRuntimeClient({ endpoint: rehearsal.local.url, region: REGION, credentials: LOCAL_CREDENTIALS });
});
afterAll(async () => {
  runtime.destroy();
  await rehearsal[Symbol.asyncDispose]();
});

/** The local cloud's own count of one question. */
async function countTokens(image: Uint8Array, system: string, prompt: string): Promise<number> {
  const { inputTokens } = await runtime.send(
    new CountTokensCommand({
      modelId: MODEL,
      input: {
        converse: {
          ...(system !== '' && { system: [{ text: system }] }),
          messages: [
            { role: 'user', content: [{ image: { format: 'png', source: { bytes: image } } }, { text: prompt }] },
          ],
        },
      },
    }),
  );
  return inputTokens ?? Number.NaN;
}

const blankPage = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'white' } })
    .png({ compressionLevel: 1 })
    .toBuffer();

const isWithin = (count: number, { low, high }: Range) => {
  expect(count).toBeGreaterThanOrEqual(low);
  expect(count).toBeLessThanOrEqual(high);
};

describe('the range of an estimate holds what the local cloud counts', () => {
  it('for pages of any size and any words', { timeout: 60_000 }, async () => {
    const side = fc.integer({ min: 40, max: 1600 });
    const words = fc.oneof(fc.lorem({ maxCount: 60 }), fc.constant('请读出销售方名称，只回答名称。'));
    await fc.assert(
      fc.asyncProperty(side, side, words, words, async (width, height, system, task) => {
        const counted = await countTokens(await blankPage(width, height), system, task);
        isWithin(counted, askingTokensOf([imageTokenRange(width, height)], { system, task }, 256).input);
      }),
      { numRuns: 40 },
    );
  });

  it('for drawn documents, asked one by one', async () => {
    const prompts = { system: 'You sort office documents.', task: 'Which kind is it? Answer {"type": "…"}.' };
    const documents = await Promise.all(
      ['letter', 'invoice', 'memo'].map(async (label, index) => {
        const { bytes } = await drawDocument(label, { seed: 3, index });
        const { width, height } = await sharp(bytes).metadata();
        return { bytes: await sharp(bytes).png().toBuffer(), width, height, label };
      }),
    );
    const answers = await Promise.all(
      documents.map(({ bytes }) =>
        rehearsal.cloud.runtime.converse({
          modelId: MODEL,
          system: prompts.system,
          images: [{ format: 'png', bytes }],
          prompt: prompts.task,
          parameters: { maxTokens: 64, temperature: 0 },
        }),
      ),
    );
    const sum = (of: 'inputTokens' | 'outputTokens') => answers.reduce((total, answer) => total + answer[of], 0);
    const manifest = {
      prompts,
      documents: documents.map(({ bytes, width, height, label }, index) => ({
        ...{ id: `${index}`, image: `images/${index}.png`, format: 'png' as const, sha256: '', split: 'test' as const },
        ...{ bytes: bytes.length, width, height, label },
      })),
    };
    const expected = askingTokens(manifest, 'test', 64);
    expect(expected.documents).toBe(3);
    isWithin(sum('inputTokens'), expected.input);
    isWithin(sum('outputTokens'), expected.output);
  });
});
