import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/local-cloud/index.ts';
import { infer, type ModelRuntime, readPredictions } from '../../src/toolkit/index.ts';
import { drain, openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { MODEL, QUESTION, writePages } from './pages.ts';

let rehearsal: Rehearsal;
afterEach(() => rehearsal[Symbol.asyncDispose]());

/** Of all calls to the model, one kind after the other. */
const faults = (kinds: readonly FaultRule['kind'][], share: number): FaultRule[] =>
  kinds.map((kind, index) => ({ kind, operation: 'Converse', share, seed: index + 3 }) as FaultRule);

/** Counts the answers that reached the caller, by image. */
function counting(runtime: ModelRuntime) {
  const answers = new Map<string, number>();
  const counted: ModelRuntime = {
    converse: async (request, signal) => {
      const answer = await runtime.converse(request, signal);
      const image = Buffer.from(request.images[0]?.bytes ?? []).toString('base64');
      answers.set(image, (answers.get(image) ?? 0) + 1);
      return answer;
    },
  };
  return { answers, counted };
}

describe('infer, when calls fail', () => {
  it('loses nothing with a fifth of all calls throttled, refused with 500 or cut off, and asks nothing twice that was answered', async () => {
    rehearsal = await openRehearsal({ faults: faults(['throttle', 'error', 'reset'], 0.07) });
    const documents = await writePages(rehearsal, 'pages', 90);
    const predictionsFile = join(rehearsal.folder, 'predictions.jsonl');
    const { answers, counted } = counting(rehearsal.cloud.runtime);
    const cloud = { ...rehearsal.cloud, runtime: counted };
    const { result } = await drain(infer(documents, { ...QUESTION, predictionsFile }, cloud));

    expect(result).toMatchObject({ documents: 90, answered: 90, failed: 0 });
    const failed = rehearsal.local.faults.list().reduce((sum, { hit }) => sum + hit, 0);
    expect(failed).toBeGreaterThan(8);
    expect(result.calls).toBe(90 + failed);
    expect([...answers.values()]).toEqual(Array.from({ length: 90 }, () => 1));
    const lines = (await readFile(predictionsFile, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(90);
    const kept = await readPredictions(predictionsFile);
    expect(kept.map(({ document }) => document).sort()).toEqual(documents.map(({ document }) => document));
    expect(kept.every(({ answer, error }) => answer !== undefined && error === undefined)).toBe(true);

    const again = await drain(infer(documents, { ...QUESTION, predictionsFile }, cloud));
    expect(again.result).toMatchObject({ resumed: 90, calls: 0 });
  });

  it('gives up on one document at a time, and asks only those again', async () => {
    rehearsal = await openRehearsal({ faults: [{ kind: 'error', operation: 'Converse', every: 4, first: 5 }] });
    const documents = await writePages(rehearsal, 'pages', 20);
    const options = { ...QUESTION, retry: { attempts: 1 }, predictionsFile: join(rehearsal.folder, 'p.jsonl') };
    const first = await drain(infer(documents, options, rehearsal.cloud));
    expect(first.result).toMatchObject({ documents: 20, answered: 15, failed: 5, calls: 20 });
    const codes = first.events.flatMap((event) => ('prediction' in event ? [event.prediction.error?.code] : []));
    expect(codes.filter((code) => code === 'service-unavailable')).toHaveLength(5);

    const more = [...documents, ...(await writePages(rehearsal, 'more', 21)).slice(20)];
    const second = await drain(infer(more, { ...options, onlyFailed: true }, rehearsal.cloud));
    expect(second.result).toMatchObject({ answered: 5, resumed: 15, leftOut: 1, calls: 5 });
  });

  it('ends a call that does not come back, and asks again', async () => {
    rehearsal = await openRehearsal({ faults: [{ kind: 'hang', operation: 'Converse', first: 2 }] });
    const documents = await writePages(rehearsal, 'pages', 4);
    const predictionsFile = join(rehearsal.folder, 'p.jsonl');
    const { result } = await drain(
      infer(documents, { ...QUESTION, predictionsFile, requestTimeoutMs: 300 }, rehearsal.cloud),
    );
    expect(result).toMatchObject({ answered: 4, failed: 0, calls: 6 });
  });

  it('says so when all attempts took too long', async () => {
    rehearsal = await openRehearsal({ faults: [{ kind: 'hang', operation: 'Converse' }] });
    const documents = await writePages(rehearsal, 'pages', 1);
    const options = {
      ...QUESTION,
      retry: { attempts: 1 },
      requestTimeoutMs: 50,
      predictionsFile: join(rehearsal.folder, 'p.jsonl'),
    };
    const { events } = await drain(infer(documents, options, rehearsal.cloud));
    expect(events).toMatchObject([{ prediction: { attempts: 1, error: { code: 'request-timeout' } } }]);
  });

  it('stops when the first documents are all refused for what the next would meet as well', async () => {
    rehearsal = await openRehearsal({
      faults: [{ kind: 'error', operation: 'Converse', code: 'AccessDeniedException', status: 403 }],
    });
    const documents = await writePages(rehearsal, 'pages', 30);
    const options = { ...QUESTION, concurrency: 2, predictionsFile: join(rehearsal.folder, 'p.jsonl') };
    await expect(drain(infer(documents, options, rehearsal.cloud))).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('first 10 documents'),
    });
    expect(rehearsal.count('Converse')).toBeLessThan(15);
  });
});

describe('infer, at a quota', () => {
  it('is throttled, slows down and loses nothing', async () => {
    rehearsal = await openRehearsal({ settings: { requestsPerMinute: 60 } });
    const documents = await writePages(rehearsal, 'pages', 64);
    const predictionsFile = join(rehearsal.folder, 'p.jsonl');
    const { result, events } = await drain(infer(documents, { ...QUESTION, predictionsFile }, rehearsal.cloud));
    expect(result).toMatchObject({ answered: 64, failed: 0 });
    expect(result.throttled).toBeGreaterThan(0);
    expect(result.calls).toBe(64 + result.throttled);
    const last = events.at(-1);
    expect(last && 'pace' in last ? last.pace.perMinute : undefined).toBeDefined();
  }, 30_000);

  it('never meets a quota of tokens that it was told', async () => {
    rehearsal = await openRehearsal();
    const documents = await writePages(rehearsal, 'pages', 12);
    const begun: { readonly at: number; readonly tokens: number }[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    const runtime: ModelRuntime = {
      converse: async (request, signal) => {
        const answer = await rehearsal.cloud.runtime.converse({ ...request, modelId: MODEL }, signal);
        begun.push({ at: now, tokens: answer.inputTokens + answer.outputTokens });
        return answer;
      },
    };
    const options = {
      ...QUESTION,
      tokensPerMinute: 4000,
      concurrency: 1,
      predictionsFile: join(rehearsal.folder, 'p.jsonl'),
    };
    await drain(infer(documents, options, { runtime, clock }));
    expect(begun).toHaveLength(12);
    for (const { at } of begun) {
      const minute = begun.filter((call) => call.at >= at && call.at < at + 60_000);
      expect(minute.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(4000);
    }
    expect(now).toBeGreaterThan(60_000);
  });
});
