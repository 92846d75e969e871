import { expect, it } from 'vitest';
import type { Cloud } from '../../src/toolkit/index.ts';
import { drawCodedPage } from '../support/coded-pages.ts';
import { describeTargets } from './targets.ts';

type ConverseRequest = Parameters<Cloud['runtime']['converse']>[0];

describeTargets('ModelRuntime', (target) => {
  const reason = target.lacks.Converse;
  const ask = async (change: Partial<ConverseRequest> = {}, signal?: AbortSignal) =>
    target.cloud().runtime.converse(
      {
        modelId: 'us.amazon.nova-lite-v1:0',
        system: 'You sort documents.',
        images: [{ format: 'png', bytes: await drawCodedPage('invoice', 1) }],
        prompt: 'Which class is it? Choose one of: invoice, letter, resume. Answer with the class alone.',
        parameters: { maxTokens: 50, temperature: 0 },
        ...change,
      },
      signal,
    );

  it.skipIf(reason !== undefined)(`answers about an image${reason ? ` (the target ${reason})` : ''}`, async () => {
    expect(await ask()).toEqual({
      text: expect.stringMatching(/./),
      stopReason: 'end_turn',
      inputTokens: expect.any(Number),
      outputTokens: expect.any(Number),
    });
  });

  it.skipIf(reason !== undefined)('counts the image', async () => {
    const [withImage, without] = [await ask(), await ask({ images: [] })];
    expect(withImage.inputTokens).toBeGreaterThan(without.inputTokens + 100);
  });

  it.skipIf(reason !== undefined)('puts every parameter where Nova takes it', async () => {
    const { text } = await ask({ parameters: { maxTokens: 50, temperature: 0, topP: 0.5, topK: 20 } });
    expect(text).toBe((await ask()).text);
    await expect(ask({ parameters: { maxTokens: 50, temperature: 0, topK: 1000 } })).rejects.toMatchObject({
      code: 'service-validation',
      message: expect.stringMatching(/topK/),
    });
  });

  it.skipIf(reason !== undefined)('ends at the token limit', async () => {
    const parameters = { maxTokens: 1, temperature: 0 };
    const long = 'Which class is it? Choose one of: an-invoice-for-goods-and-services, a-letter-to-somebody.';
    expect(await ask({ prompt: long, parameters })).toMatchObject({ stopReason: 'max_tokens', outputTokens: 1 });
  });

  it.skipIf(reason !== undefined)('needs no system text', async () => {
    expect((await ask({ system: '' })).stopReason).toBe('end_turn');
  });

  it.skipIf(reason !== undefined)('says what is wrong, and whether asking again may help', async () => {
    await expect(ask({ modelId: 'amazon.nova-huge-v1:0' })).rejects.toMatchObject({
      name: 'CloudError',
      code: 'service-validation',
      retryable: false,
      status: 400,
      requestId: expect.stringMatching(/./),
    });
    const bytes = Buffer.from('not a png');
    await expect(ask({ images: [{ format: 'png', bytes }] })).rejects.toMatchObject({ code: 'service-validation' });
    const modelId = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/000000000000';
    await expect(ask({ modelId })).rejects.toMatchObject({ code: expect.stringMatching(/not-found|validation/) });
  });

  it.skipIf(reason !== undefined)('throws the reason of an abort', async () => {
    const stop = new AbortController();
    const asked = ask({}, stop.signal);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
