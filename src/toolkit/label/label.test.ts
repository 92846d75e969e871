import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import type { Task } from '../model/task.ts';
import type { ConverseAnswer, ConverseRequest } from '../ports/model-runtime.ts';
import { type LabelEvent, label } from './label.ts';
import type { LabelOptions } from './labeller.ts';
import { listImages } from './list-images.ts';
import { labellingPrompts } from './prompts/labelling-prompts.ts';
import { labelFiles } from './write-labels.ts';

const SELLER: Task = { kind: 'extraction', answerFormat: 'text', field: 'seller' };
const files = () => labelFiles(join(folder, 'out', 'labels.csv'));
/** Header of a GIF of one pixel, and a name that makes the bytes differ. */
const image = (name: string) =>
  Buffer.concat([Buffer.from('474946383961010001000000002c00000000010001000002', 'hex'), Buffer.from(name)]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-label-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A model that answers by what is written in the image, and keeps what it was asked. */
function modelSaying(answer: (image: string, request: ConverseRequest) => string) {
  const asked: ConverseRequest[] = [];
  const converse = async (request: ConverseRequest): Promise<ConverseAnswer> => {
    asked.push(request);
    const name = Buffer.from(request.images[0]?.bytes ?? [])
      .subarray(24)
      .toString();
    return { text: answer(name, request), stopReason: 'end_turn', inputTokens: 100, outputTokens: 5 };
  };
  const clock = { now: () => Date.now(), sleep: async () => {} };
  return { asked, cloud: { runtime: { converse }, clock } };
}

const options = (change: Partial<LabelOptions> = {}): LabelOptions => ({
  task: SELLER,
  first: { modelId: 'one', prompts: labellingPrompts(SELLER) },
  journalFile: files().journal,
  retry: { attempts: 2 },
  ...change,
});

async function images(...names: readonly string[]) {
  for (const name of names) await writeFile(join(folder, `${name}.gif`), image(name));
  return listImages(folder);
}

async function run(...args: Parameters<typeof label>) {
  const events: LabelEvent[] = [];
  const work = label(...args);
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

const json = (seller: string | null) => JSON.stringify({ seller });

describe('label', () => {
  it('asks once more with a stricter prompt, and takes the answer when it is a label then', async () => {
    const { asked, cloud } = modelSaying((name, { prompt }) =>
      prompt.includes('was refused') ? json(name) : `The seller is ${name}.`,
    );
    const { result } = await run(await images('Acme'), options(), cloud);
    expect(result.labels).toEqual([{ document: 'Acme.gif', label: 'Acme', modelId: 'one' }]);
    expect(result.spent).toEqual({ calls: 2, inputTokens: 200, outputTokens: 10 });
    expect(asked[1]?.prompt).toContain('Expected one JSON object and nothing else');
    expect(asked[0]?.parameters).toEqual({ maxTokens: 200, temperature: 0 });
  });

  it('never makes a label of chatter, null or a failed call: those are rows of their own', async () => {
    const { cloud } = modelSaying((name) => {
      if (name === 'torn') throw new CloudError('service-validation', 'Could not process image.', { status: 400 });
      if (name === 'blurred') return json(null);
      return name === 'chatty' ? json('根据图片，销售方是科大讯飞') : json(name);
    });
    await writeFile(join(folder, 'text.png'), 'no image');
    const { result, events } = await run(await images('Acme', 'blurred', 'chatty', 'torn'), options(), cloud);
    expect(result.labels.map(({ label: given }) => given)).toEqual(['Acme']);
    expect(result.unlabelled).toMatchObject([
      { document: 'blurred.gif', code: 'answer-null', answer: '{"seller":null}', modelId: 'one', opinion: 'first' },
      { document: 'chatty.gif', code: 'answer-chatter' },
      { document: 'text.png', code: 'image-format-unsupported' },
      { document: 'torn.gif', code: 'service-validation', message: 'Could not process image.' },
    ]);
    expect(events.filter(({ type }) => type === 'document-unlabelled')).toHaveLength(4);
  });

  it('asks again only what has no label yet, and everything when the question changes', async () => {
    let isReadable = false;
    const { asked, cloud } = modelSaying((name) => json(name === 'blurred' && !isReadable ? null : name));
    const documents = await images('Acme', 'blurred', 'Cyberdyne');
    await run(documents, options(), cloud);
    expect(asked).toHaveLength(4);
    isReadable = true;
    const { result, events } = await run(documents, options(), cloud);
    expect(asked).toHaveLength(5);
    expect(events[0]).toMatchObject({ plan: { toAsk: { first: 1, second: 0 } } });
    expect(result.labels.map(({ label: given }) => given)).toEqual(['Acme', 'Cyberdyne', 'blurred']);

    for (const change of [
      { first: { modelId: 'two', prompts: labellingPrompts(SELLER) } },
      { first: { modelId: 'one', prompts: labellingPrompts(SELLER, { task: 'Who sells?' }) } },
      { parameters: { maxTokens: 100, temperature: 0 } },
      {
        images: {
          recipe: 'smaller',
          make: async (bytes: Uint8Array) => ({ kind: 'ready', image: { format: 'gif', bytes } }) as const,
        },
      },
    ]) {
      const before = asked.length;
      await run(documents, options(change), cloud);
      expect(asked.length - before).toBe(3);
    }
    await writeFile(join(folder, 'Acme.gif'), image('Acme 2'));
    const before = asked.length;
    expect((await run(documents, options(), cloud)).result.labels[0]?.label).toBe('Acme 2');
    expect(asked.length - before).toBe(1);
  });

  it('asks about equal images once', async () => {
    const { asked, cloud } = modelSaying(json);
    const documents = await images('Acme');
    await writeFile(join(folder, 'copy.gif'), image('Acme'));
    const { result } = await run([...documents, { id: 'copy.gif', path: join(folder, 'copy.gif') }], options(), cloud);
    expect(result.labels.map(({ document, label: given }) => [document, given])).toEqual([
      ['Acme.gif', 'Acme'],
      ['copy.gif', 'Acme'],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('compares two opinions without brackets, blanks and width, and leaves out what one has not labelled', async () => {
    const { cloud } = modelSaying((name, { modelId }) => {
      if (modelId === 'one') return json(name);
      if (name === 'C公司') return json(null);
      return json(name === 'B公司' ? 'D公司' : name.replace('（', ' (').replace('）', ') '));
    });
    const second = { modelId: 'two', prompts: labellingPrompts(SELLER) };
    const { result } = await run(await images('A（北京）公司', 'B公司', 'C公司'), options({ second }), cloud);
    expect(result.labels).toEqual([
      {
        document: 'A（北京）公司.gif',
        label: 'A（北京）公司',
        modelId: 'one',
        second: { modelId: 'two', label: 'A (北京) 公司' },
      },
    ]);
    expect(result.disagreements).toEqual([{ document: 'B公司.gif', first: 'B公司', second: 'D公司' }]);
    expect(result.unlabelled).toMatchObject([{ document: 'C公司.gif', opinion: 'second', modelId: 'two' }]);
    expect(result.agreement?.rate).toMatchObject({ successes: 1, total: 2 });
  });

  it('stops when no other document would fare better, and keeps what was answered', async () => {
    let calls = 0;
    const { cloud } = modelSaying((name) => {
      calls += 1;
      if (calls > 2) throw new CloudError('access-denied', 'Not allowed.', { status: 403 });
      return json(name);
    });
    const documents = await images('a', 'b', 'c', 'd');
    await expect(run(documents, options({ concurrency: 1 }), cloud)).rejects.toMatchObject({ code: 'access-denied' });
    const journal = await readFile(files().journal, 'utf8');
    expect(journal.trimEnd().split('\n')).toHaveLength(2);
  });

  it('stops when the first ten documents are refused for one reason', async () => {
    const { asked, cloud } = modelSaying(() => {
      throw new CloudError('service-validation', 'The provided model identifier is invalid.', { status: 400 });
    });
    const documents = await images(...Array.from({ length: 30 }, (_, index) => `page ${index}`));
    await expect(run(documents, options({ concurrency: 2 }), cloud)).rejects.toMatchObject({
      code: 'service-validation',
      message: expect.stringContaining('first 10 documents'),
    });
    expect(asked.length).toBeLessThan(16);
  });

  it('repeats calls that failed for a moment', async () => {
    let calls = 0;
    const { cloud } = modelSaying((name) => {
      calls += 1;
      if (calls === 1) throw new CloudError('service-unavailable', 'Try later.', { status: 503, retryable: true });
      return json(name);
    });
    const { result } = await run(await images('Acme'), options(), cloud);
    expect(result.labels).toHaveLength(1);
    expect(result.spent.calls).toBe(2);
  });

  it('keeps the cap of calls per minute over both opinions of one model', async () => {
    const { cloud } = modelSaying(json);
    const begun: number[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    const runtime: typeof cloud.runtime = {
      converse: (request) => {
        begun.push(now);
        return cloud.runtime.converse(request);
      },
    };
    const second = { modelId: 'one', prompts: labellingPrompts(SELLER, { task: 'Who sells?' }) };
    const change = { second, requestsPerMinute: 4, concurrency: 1 };
    await run(await images('a', 'b', 'c', 'd', 'e'), options(change), { runtime, clock });
    expect(begun).toHaveLength(10);
    for (const [index, time] of begun.entries()) {
      expect((begun[index + 4] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(60_000);
    }
  });

  it('refuses two equal opinions and repeated documents', async () => {
    const { cloud } = modelSaying(json);
    const documents = await images('Acme');
    const { first } = options();
    await expect(run(documents, options({ second: first }), cloud)).rejects.toMatchObject({ code: 'opinions-equal' });
    await expect(run([...documents, ...documents], options(), cloud)).rejects.toMatchObject({
      code: 'document-repeated',
    });
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();
    const { cloud } = modelSaying((name) => {
      stop.abort(new Error('enough'));
      return json(name);
    });
    const documents = await images('a', 'b', 'c');
    await expect(run(documents, options({ signal: stop.signal, concurrency: 1 }), cloud)).rejects.toThrow('enough');
  });
});
