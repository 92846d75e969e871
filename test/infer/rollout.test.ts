import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  CloudError,
  createRouter,
  infer,
  type ModelRuntime,
  type RolloutEvent,
  readPredictions,
} from '../../src/toolkit/index.ts';
import { drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { MODEL, QUESTION, saying, writePages } from './pages.ts';

const TUNED = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl';

let rehearsal: Rehearsal;
afterEach(() => rehearsal[Symbol.asyncDispose]());

/** A tuned model that does as it is told, beside the base model of the cloud. */
function withTuned(tuned: (signal: AbortSignal | undefined) => Promise<string>): ModelRuntime & { asked: number } {
  const { runtime } = rehearsal.cloud;
  const both = {
    asked: 0,
    converse: async (...[request, signal]: Parameters<ModelRuntime['converse']>) => {
      if (request.modelId !== TUNED) return runtime.converse(request, signal);
      both.asked += 1;
      return saying(await tuned(signal));
    },
  };
  return both;
}

const broken = async (): Promise<string> => {
  throw new CloudError('service-unavailable', 'Down.', { retryable: true, status: 503 });
};

describe('a rollout', () => {
  it('loses no document to a tuned model that is down: the breaker opens, and closes when it is back', async () => {
    rehearsal = await openRehearsal();
    const documents = await writePages(rehearsal, 'pages', 60);
    let isDown = true;
    const runtime = withTuned(() => (isDown ? broken() : Promise.resolve('invoice')));
    const events: RolloutEvent[] = [];
    const router = createRouter({
      primary: TUNED,
      fallback: MODEL,
      breaker: { pauseMs: 400 },
      onEvent: (event) => events.push(event),
    });
    const options = {
      ...QUESTION,
      modelId: TUNED,
      router,
      concurrency: 4,
      predictionsFile: join(rehearsal.folder, 'p.jsonl'),
    };
    const cloud = { ...rehearsal.cloud, runtime };
    const down = await drain(infer(documents.slice(0, 50), options, cloud));

    expect(down.result).toMatchObject({ documents: 50, answered: 50, failed: 0 });
    const kept = await readPredictions(options.predictionsFile);
    expect(kept.every(({ modelId, answer, route }) => modelId === MODEL && answer && route?.by === 'fallback')).toBe(
      true,
    );
    const { fallbacks, breaker } = router.counters();
    expect(breaker.opened).toBeGreaterThanOrEqual(1);
    expect(fallbacks['breaker-open']).toBeGreaterThan(30);
    expect(fallbacks.failed + fallbacks['breaker-open']).toBe(50);
    // Five or so until it opens, each asked twice at most, and a try now and then.
    expect(runtime.asked).toBeLessThan(30);

    isDown = false;
    await sleep(500);
    const up = await drain(infer(documents.slice(50), options, cloud));
    expect(up.result).toMatchObject({ answered: 10, failed: 0 });
    expect(router.counters()).toMatchObject({ primary: 10, breaker: { state: 'closed' } });
    const states = events.flatMap((event) => (event.type === 'breaker-changed' ? [event.state] : []));
    expect(states[0]).toBe('open');
    expect(states.slice(-2)).toEqual(['half-open', 'closed']);
  });

  it('hands throttled documents on at once, and says why', async () => {
    rehearsal = await openRehearsal();
    const documents = await writePages(rehearsal, 'pages', 12);
    let calls = 0;
    const runtime = withTuned(async () => {
      calls += 1;
      if (calls % 3 === 0) throw new CloudError('throttled', 'Too many requests.', { retryable: true, status: 429 });
      return 'invoice';
    });
    const router = createRouter({ primary: TUNED, fallback: MODEL });
    const options = {
      ...QUESTION,
      modelId: TUNED,
      router,
      concurrency: 1,
      predictionsFile: join(rehearsal.folder, 'p.jsonl'),
    };
    const { result } = await drain(infer(documents, options, { ...rehearsal.cloud, runtime }));
    expect(result).toMatchObject({ answered: 12, failed: 0 });
    const routes = (await readPredictions(options.predictionsFile)).map(({ route }) => route);
    expect(routes.filter((route) => route?.reason === 'throttled').length).toBeGreaterThan(1);
    expect(routes.filter((route) => route?.by === 'primary').length).toBeGreaterThan(3);
    expect(routes.find((route) => route?.reason === 'throttled')).toEqual({
      by: 'fallback',
      reason: 'throttled',
      instead: 'throttled',
    });
  }, 20_000);

  it('is part of what is resumed: another share asks again, the same does not', async () => {
    rehearsal = await openRehearsal();
    const documents = await writePages(rehearsal, 'pages', 10);
    const runtime = withTuned(async () => 'invoice');
    const predictionsFile = join(rehearsal.folder, 'p.jsonl');
    const ask = (share: number) => {
      const router = createRouter({ primary: TUNED, fallback: MODEL, share });
      return drain(
        infer(documents, { ...QUESTION, modelId: TUNED, router, predictionsFile }, { ...rehearsal.cloud, runtime }),
      );
    };
    expect((await ask(0.5)).result).toMatchObject({ answered: 10, resumed: 0 });
    expect((await ask(0.5)).result).toMatchObject({ answered: 0, resumed: 10 });
    expect((await ask(1)).result).toMatchObject({ answered: 10, resumed: 0 });
  });
});
