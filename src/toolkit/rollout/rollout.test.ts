import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CloudError, InputError } from '../errors.ts';
import { NoTurnError } from '../lib/call-gate.ts';
import type { RolloutEvent } from '../model/rollout.ts';
import type { ConverseAnswer, ConverseRequest, ModelRuntime } from '../ports/model-runtime.ts';
import { inShare } from './in-share.ts';
import { createRouter, type RouterOptions } from './router.ts';

const QUESTION = { system: '', prompt: 'Which?', images: [], parameters: { maxTokens: 5, temperature: 0 } };
const answer = (text: string): ConverseAnswer => ({ text, stopReason: 'end_turn', inputTokens: 10, outputTokens: 2 });
const failing = (code: string) => new CloudError(code, `It is ${code}.`, { retryable: true, status: 500 });

/** Models by name; each says a text or throws. Remembers who was asked. */
function models(say: Readonly<Record<string, (request: ConverseRequest) => string | Error>>) {
  const asked: string[] = [];
  const runtime: ModelRuntime = {
    converse: async (request) => {
      asked.push(request.modelId);
      const said = say[request.modelId]?.(request) ?? new TypeError(`nobody is called ${request.modelId}`);
      if (said instanceof Error) throw said;
      return answer(said);
    },
  };
  return { asked, runtime };
}

const router = (change: Partial<RouterOptions> = {}) => createRouter({ primary: 'tuned', fallback: 'base', ...change });

describe('inShare', () => {
  it('gives each document the same place everywhere, and the share that was asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.string({ maxLength: 8 }), (share, prefix) => {
        const total = 2000;
        const documents = Array.from({ length: total }, (_, index) => `${prefix}/${index}.png`);
        const chosen = documents.filter((document) => inShare(document, share));
        expect(chosen).toEqual(documents.filter((document) => inShare(document, share)));
        // Five standard deviations of the binomial distribution: one failure in more than a million.
        const tolerance = 5 * Math.sqrt(total * share * (1 - share)) + 1e-9;
        expect(Math.abs(chosen.length - total * share)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps every document of a smaller share in a larger one', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), share, share, (document, a, b) => {
        if (inShare(document, Math.min(a, b))) expect(inShare(document, Math.max(a, b))).toBe(true);
      }),
    );
    expect([inShare('x', 0), inShare('x', 1)]).toEqual([false, true]);
  });

  it('stays what it is from release to release', () => {
    expect(['a', 'b', 'c', 'd'].map((document) => inShare(document, 0.5))).toEqual([false, true, true, true]);
  });
});

describe('a router', () => {
  const readAnswer = (text: string) => (text.startsWith('{') ? text : undefined);

  it.each([
    ['the primary answers', () => '{1}', 'tuned', { by: 'primary' }],
    [
      'it fails',
      () => failing('service-unavailable'),
      'base',
      { by: 'fallback', reason: 'failed', instead: 'service-unavailable' },
    ],
    [
      'it is throttled',
      () => failing('throttled'),
      'base',
      { by: 'fallback', reason: 'throttled', instead: 'throttled' },
    ],
    ['it cannot be read', () => 'Well…', 'base', { by: 'fallback', reason: 'unreadable', instead: 'Well…' }],
  ])('asks on when it must: %s', async (_, tuned, modelId, route) => {
    const { runtime } = models({ tuned, base: () => '{2}' });
    const routed = await router({ readAnswer }).ask('a', QUESTION, runtime);
    expect(routed).toMatchObject({ modelId, answer: { text: modelId === 'tuned' ? '{1}' : '{2}' } });
    expect(routed.route).toEqual(route);
  });

  it('keeps an unreadable answer when there is no better one, and throws the failure when there is none', async () => {
    const { runtime } = models({ tuned: () => 'Well…', base: () => failing('access-denied') });
    const routed = await router({ readAnswer }).ask('a', QUESTION, runtime);
    expect(routed).toMatchObject({
      modelId: 'tuned',
      route: { by: 'primary', reason: 'unreadable', instead: 'access-denied' },
    });
    const both = models({ tuned: () => failing('model-error'), base: () => failing('access-denied') });
    const own = router();
    await expect(own.ask('a', QUESTION, both.runtime)).rejects.toMatchObject({ code: 'access-denied' });
    expect(own.counters()).toMatchObject({ primary: 0, fallback: 0, unanswered: 1, fallbacks: { failed: 1 } });
  });

  it('gives a fault of ours to the caller: another model would not mend it', async () => {
    const { runtime, asked } = models({ base: () => 'fine' });
    await expect(router().ask('a', QUESTION, runtime)).rejects.toThrow('nobody is called tuned');
    expect(asked).toEqual(['tuned']);
  });

  it('asks each model about its share alone, and counts tokens by role', async () => {
    const { runtime, asked } = models({ tuned: () => 'x', base: () => 'y' });
    const own = router({ share: 0.3 });
    const documents = Array.from({ length: 200 }, (_, index) => `${index}.png`);
    for (const document of documents) await own.ask(document, QUESTION, runtime);
    const inside = documents.filter((document) => inShare(document, 0.3)).length;
    expect(asked.filter((name) => name === 'tuned')).toHaveLength(inside);
    expect(own.counters()).toMatchObject({
      primary: inside,
      fallback: 200 - inside,
      fallbacks: { 'outside-share': 200 - inside },
      tokens: { primary: { input: inside * 10, output: inside * 2 }, fallback: { input: (200 - inside) * 10 } },
    });
  });

  it('asks the shadow about every document, and never lets it decide', async () => {
    const events: RolloutEvent[] = [];
    const { runtime } = models({
      tuned: () => 'x',
      shadow: ({ prompt }) => (prompt === 'Which?' ? ' x' : failing('throttled')),
    });
    const own = createRouter({
      primary: 'tuned',
      shadow: 'shadow',
      readAnswer: (text) => text.trim(),
      onEvent: (event) => events.push(event),
    });
    expect(await own.ask('a', QUESTION, runtime)).toMatchObject({
      modelId: 'tuned',
      answer: { text: 'x' },
      shadow: { modelId: 'shadow', answer: { text: ' x' } },
    });
    const failed = await own.ask('b', { ...QUESTION, prompt: 'Else?' }, runtime);
    expect(failed).toMatchObject({ answer: { text: 'x' }, shadow: { error: { code: 'throttled' } } });
    expect(own.counters().shadow).toEqual({ answered: 1, failed: 1, same: 1 });
    expect(events.map(({ type }) => type)).toEqual([
      'answer-routed',
      'shadow-answered',
      'answer-routed',
      'shadow-failed',
    ]);
  });

  it('asks a model once that is shadow and fallback', async () => {
    const { runtime, asked } = models({ tuned: () => failing('model-error'), base: () => 'y' });
    const own = router({ shadow: 'base' });
    expect(await own.ask('a', QUESTION, runtime)).toMatchObject({ modelId: 'base', shadow: { answer: { text: 'y' } } });
    expect(asked.toSorted()).toEqual(['base', 'tuned']);
    expect(own.counters().tokens).toMatchObject({ shadow: { input: 10 }, fallback: { input: 0 } });
  });

  it('ends with the reason of the signal, and asks nobody else then', async () => {
    const stop = new AbortController();
    const { runtime, asked } = models({
      tuned: () => {
        stop.abort(new Error('enough'));
        return failing('network');
      },
      base: () => 'y',
    });
    await expect(router().ask('a', QUESTION, runtime, stop.signal)).rejects.toThrow('enough');
    expect(asked).toEqual(['tuned']);
  });

  it.each([
    [{ share: 1.5 }, /from 0 to 1, got 1.5/],
    [{ fallback: undefined, share: 0.5 }, /a fallback that answers the documents outside the share/],
    [{ fallback: 'tuned' }, /another model to fall back on/],
    [{ shadow: 'tuned' }, /another model in the shadow/],
  ])('refuses what makes no sense: %o', (change, message) => {
    const { fallback = 'base', ...rest } = { fallback: 'base', ...change };
    const options = {
      primary: 'tuned',
      ...('fallback' in change && change.fallback === undefined ? {} : { fallback }),
      ...rest,
    };
    expect(() => createRouter(options)).toThrow(InputError);
    expect(() => createRouter(options)).toThrow(message);
  });
});

describe('the breaker', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('opens when the primary fails, tries now and then, and closes when it is back', async () => {
    let isDown = true;
    const { runtime, asked } = models({ tuned: () => (isDown ? failing('model-error') : 'x'), base: () => 'y' });
    const own = router({ breaker: { pauseMs: 30_000 } });
    const ask = async (documents: number) => {
      const before = asked.filter((name) => name === 'tuned').length;
      for (let document = 0; document < documents; document += 1) {
        expect((await own.ask(`${document}`, QUESTION, runtime)).answer.text).toMatch(/x|y/);
      }
      return asked.filter((name) => name === 'tuned').length - before;
    };
    expect(await ask(100)).toBe(5);
    expect(own.counters().breaker).toEqual({ state: 'open', opened: 1 });
    vi.advanceTimersByTime(30_001);
    expect(await ask(100)).toBe(1);
    isDown = false;
    vi.advanceTimersByTime(30_001);
    expect(await ask(100)).toBe(100);
    expect(own.counters()).toMatchObject({ primary: 100, fallback: 200, breaker: { state: 'closed', opened: 2 } });
  });

  it('stays closed when a fifth of the questions fails', async () => {
    let call = 0;
    const { runtime } = models({ tuned: () => (++call % 5 === 0 ? failing('model-error') : 'x'), base: () => 'y' });
    const own = router();
    for (let document = 0; document < 200; document += 1) await own.ask(`${document}`, QUESTION, runtime);
    expect(own.counters()).toMatchObject({ primary: 160, fallback: 40, breaker: { state: 'closed', opened: 0 } });
  });

  it('does not hold against the primary that there was no turn for a call', async () => {
    const { runtime } = models({ tuned: () => new NoTurnError(2000), base: () => 'y' });
    const own = router();
    for (let document = 0; document < 50; document += 1) await own.ask(`${document}`, QUESTION, runtime);
    expect(own.counters()).toMatchObject({ fallbacks: { throttled: 50 }, breaker: { state: 'closed', opened: 0 } });
  });
});
