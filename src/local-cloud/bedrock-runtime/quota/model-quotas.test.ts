import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, expect, it } from 'vitest';
import { createSteppedClock } from '../../state/clock.ts';
import type { CloudSettings } from '../../state/ports.ts';
import { type TestCloud, withLocalCloud } from '../../testing/with-local-cloud.ts';
import { storedPages } from '../testing/stored-pages.mts';

const LITE = 'us.amazon.nova-lite-v1:0';
const THROTTLED = { name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } };

let cloud: TestCloud;
afterEach(() => cloud.close());

async function open(settings: Partial<CloudSettings>) {
  const clock = createSteppedClock();
  cloud = await withLocalCloud({ pages: storedPages, settings, clock });
  const runtime = new BedrockRuntimeClient({ ...cloud.config, maxAttempts: 1 });
  const ask = (modelId = LITE, maxTokens = 10) =>
    runtime.send(
      new ConverseCommand({
        modelId,
        messages: [{ role: 'user', content: [{ text: 'Who are you?' }] }],
        inferenceConfig: { maxTokens },
      }),
    );
  return { clock, ask };
}

it('throttles requests of one model id beyond its quota per minute, in AWS’s words', async () => {
  const { clock, ask } = await open({ requestsPerMinute: 2 });
  await ask();
  await ask();
  await expect(ask()).rejects.toMatchObject({
    ...THROTTLED,
    message: 'Too many requests, please wait before trying again.',
  });
  await ask('us.amazon.nova-micro-v1:0');
  clock.advance(30_000);
  await ask();
  await expect(ask()).rejects.toMatchObject(THROTTLED);
});

it('reserves input and maxTokens, and gives back what was not used', async () => {
  const { ask } = await open({ tokensPerMinute: 100 });
  await expect(ask(LITE, 100)).rejects.toMatchObject({
    ...THROTTLED,
    message: 'Too many tokens, please wait before trying again.',
  });
  const input = 3;
  const { usage } = await ask(LITE, 100 - input);
  const left = 100 - (usage?.totalTokens ?? 0);
  await expect(ask(LITE, left - input + 1)).rejects.toMatchObject(THROTTLED);
  await ask(LITE, left - input);
});

it('takes the time of `answerDelayMs` of the cloud’s clock', async () => {
  const { clock, ask } = await open({ answerDelayMs: 5000 });
  const answering = ask();
  const asked = setInterval(() => clock.advance(1000), 5);
  const { metrics } = await answering.finally(() => clearInterval(asked));
  expect(metrics?.latencyMs).toBeGreaterThanOrEqual(5000);
});
