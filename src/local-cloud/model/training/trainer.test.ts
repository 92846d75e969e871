import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../answer-question.ts';
import { serializeStandIn } from '../artifact.ts';
import type { StandInExample, StandInHyperparameters, StandInModel, TrainingEvent } from '../stand-in.ts';
import { classExample, invoiceExample, many } from '../testing/examples.mts';
import { makePage } from '../testing/pages.mts';
import { trainStandIn } from './trainer.ts';

const SETTINGS: StandInHyperparameters = { epochCount: 3, learningRate: 1e-4, batchSize: 1, warmupSteps: 4, seed: 7 };

async function train(
  examples: readonly StandInExample[],
  validation: readonly StandInExample[] = [],
  settings = SETTINGS,
): Promise<{ model: StandInModel; events: TrainingEvent[] }> {
  const training = trainStandIn(examples, validation, settings);
  const events: TrainingEvent[] = [];
  let next = await training.next();
  while (next.done !== true) {
    events.push(next.value);
    next = await training.next();
  }
  return { model: next.value, events };
}

function rightAnswers(examples: readonly StandInExample[], model?: StandInModel): number {
  return examples.filter((example) => answerQuestion(example, model).text === example.answer).length;
}

describe('trainStandIn', () => {
  it('logs one step per 8 batches: 46 examples at batch size 1 give 18 steps in 3 epochs', async () => {
    const { events } = await train(many(46, invoiceExample));
    const steps = events.flatMap((event) => (event.type === 'step' ? [event] : []));
    expect(steps.map((event) => event.step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(steps.map((event) => event.epoch)).toEqual([0, 1, 2].flatMap((epoch) => new Array(6).fill(epoch)));
  });

  it('begins with the base model and lowers both losses', async () => {
    const { events, model } = await train(many(40, invoiceExample), many(20, invoiceExample, 500));
    expect(events[0]).toEqual({ type: 'loaded', examples: 40, validation: 20 });
    const [first, ...later] = model.validation;
    expect(first).toMatchObject({ step: 0, epoch: 0 });
    expect(later).toHaveLength(3);
    expect(later.at(-1)?.validationLoss).toBeLessThan((first?.validationLoss ?? 0) / 2);
    expect(model.training.at(-1)?.trainingLoss).toBeLessThan((model.training[0]?.trainingLoss ?? 0) / 2);
  });

  it('finds a field on unseen pages that the base model misses, in raw text', async () => {
    const held = many(30, invoiceExample, 1000);
    const { model } = await train(many(40, invoiceExample));
    expect(model.groups[0]?.heads[0]?.kind).toBe('span');
    expect(rightAnswers(held)).toBeLessThan(10);
    expect(rightAnswers(held, model)).toBeGreaterThanOrEqual(28);
    expect(answerQuestion(held[0] ?? invoiceExample(0), model).text).toContain('（');
  });

  it('tells classes apart that the base model does not know, in the form of the training answers', async () => {
    const held = many(60, classExample, 1000);
    const { model } = await train(many(60, classExample));
    expect(model.groups[0]?.heads[0]?.kind).toBe('label');
    expect(rightAnswers(held)).toBeLessThan(40);
    expect(rightAnswers(held, model)).toBeGreaterThanOrEqual(54);
  });

  it('keeps listed classes that no example has', async () => {
    const { model } = await train(many(20, (seed) => classExample(seed, ['alpha_sheet', 'beta_sheet'])));
    const [head] = model.groups[0]?.heads ?? [];
    expect(head?.kind === 'label' && head.labels).toEqual(['alpha_sheet', 'beta_sheet', 'gamma_sheet']);
  });

  it('falls back to the most similar example when answers are all different', async () => {
    const captions = many(12, classExample).map((example, i) => ({
      ...example,
      prompt: 'Describe it.',
      answer: `Caption no. ${i}.`,
    }));
    const { model } = await train(captions, [], { ...SETTINGS, epochCount: 10 });
    expect(model.groups[0]?.heads[0]?.kind).toBe('nearest');
    expect(rightAnswers(captions, model)).toBeGreaterThanOrEqual(10);
  });

  it('keeps one set of heads per prompt and leaves other prompts to the base model', async () => {
    const examples = [...many(40, invoiceExample), ...many(40, classExample)];
    const { model } = await train(examples);
    expect(model.groups).toHaveLength(2);
    expect(rightAnswers(many(10, invoiceExample, 900), model)).toBeGreaterThanOrEqual(9);
    expect(rightAnswers(many(10, classExample, 900), model)).toBeGreaterThanOrEqual(8);
    const other = { ...invoiceExample(901), prompt: 'Is this a letter? One of: letter, invoice.' };
    expect(answerQuestion(other, model)).toEqual(answerQuestion(other));
  });

  it('learns several fields of one JSON answer, numbers as numbers', async () => {
    const withNumber = (seed: number): StandInExample => {
      const example = invoiceExample(seed);
      const number = /\d{8}/.exec(example.pages[0]?.lines[1]?.text ?? '')?.[0] ?? '';
      return { ...example, prompt: '提取字段。', answer: `{"seller": "${example.answer}", "number": ${number}}` };
    };
    const { model } = await train(many(60, withNumber));
    expect(model.groups[0]?.heads.map((head) => head.kind)).toEqual(['span', 'span']);
    const answer: unknown = JSON.parse(answerQuestion(withNumber(999), model).text);
    expect(Object.keys(answer as object)).toEqual(['seller', 'number']);
    expect(answer).toMatchObject({ seller: invoiceExample(999).answer });
  });

  it('reads all pages of an example', async () => {
    const cover = makePage([{ text: '发票附件', x: 0.4, y: 0.5 }]);
    const withCover = (seed: number): StandInExample => {
      const example = invoiceExample(seed);
      return { ...example, pages: [cover, ...example.pages] };
    };
    const { model } = await train(many(40, withCover));
    expect(rightAnswers(many(10, withCover, 900), model)).toBeGreaterThanOrEqual(9);
  });

  it('learns from text alone', async () => {
    const colours = ['red brick wall', 'blue sky above', 'green grass below'];
    const ask = (i: number): StandInExample => ({
      system: 'Colour?',
      prompt: `${colours[i % 3] ?? ''} number ${i}`,
      pages: [],
      answer: ['red', 'blue', 'green'][i % 3] ?? '',
    });
    const { model } = await train(many(60, ask));
    expect(model.groups).toHaveLength(1);
    expect(rightAnswers(many(9, ask, 100), model)).toBe(9);
  });

  it('leaves out answers that are nowhere on the page, and counts them', async () => {
    const examples = many(30, invoiceExample).map((example, i) =>
      i < 5 ? { ...example, answer: 'QQQQQQQQQQQQ' } : example,
    );
    const { model } = await train(examples);
    expect(model.counts).toEqual({ examples: 30, skipped: 5, validation: 0 });
  });

  it('gives the same bytes for the same examples and seed, others for another seed', async () => {
    const examples = many(20, invoiceExample);
    const [first, again] = [await train(examples), await train(examples)];
    const other = await train(examples, [], { ...SETTINGS, seed: 8 });
    const bytes = serializeStandIn(first.model);
    expect(Buffer.compare(serializeStandIn(again.model), bytes)).toBe(0);
    expect(Buffer.compare(serializeStandIn(other.model), bytes)).not.toBe(0);
  });

  it('can be aborted between two steps', async () => {
    const abort = new AbortController();
    const training = trainStandIn(many(40, invoiceExample), [], SETTINGS, { signal: abort.signal });
    await training.next();
    await training.next();
    abort.abort(new Error('stopped by the user'));
    await expect(training.next()).rejects.toThrow('stopped by the user');
  });

  it('refuses hyperparameters out of bounds, no usable examples and mixed readers', async () => {
    const refused = (changes: Partial<StandInHyperparameters>): Promise<unknown> =>
      train(many(2, invoiceExample), [], { ...SETTINGS, ...changes });
    await expect(refused({ epochCount: 0 })).rejects.toThrow(
      'Expected a whole number of at least 1 for epochCount, got 0.',
    );
    await expect(refused({ learningRate: Number.NaN })).rejects.toThrow('above 0 for learningRate, got NaN');
    await expect(train([])).rejects.toThrow('none of 0 can be used');
    const foreign = { ...invoiceExample(1), pages: [makePage([{ text: 'x', x: 0, y: 0 }], 'test-2')] };
    await expect(train([invoiceExample(0), foreign])).rejects.toThrow('reader version test-1, got test-2');
  });
});
