import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Cloud,
  CloudError,
  type LabelOptions,
  label,
  labelFiles,
  labellingPrompts,
  listImages,
  writeLabels,
} from '../../src/toolkit/index.ts';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { drain, openRehearsal, type Rehearsal, writeFiles } from '../support/rehearsal.ts';
import { CLASSES } from './classes.ts';

/** Pages of each class. */
const PER_CLASS = 8;

const FIRST = { modelId: 'us.amazon.nova-lite-v1:0', prompts: labellingPrompts(CLASSES) };

let rehearsal: Rehearsal;
let images: string;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  images = join(rehearsal.folder, 'scans');
  for (const name of CODED_CLASSES) {
    for (let index = 0; index < PER_CLASS; index += 1) {
      await writeFiles(images, { [`${name}/${index}.png`]: await drawCodedPage(name, index) });
    }
  }
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

let run = 0;
let files = labelFiles('');
beforeEach(() => {
  run += 1;
  files = labelFiles(join(rehearsal.folder, `run-${run}`, 'labels.csv'));
});

const optionsFor = (change: Partial<LabelOptions> = {}): LabelOptions => ({
  task: CLASSES,
  first: FIRST,
  journalFile: files.journal,
  ...change,
});

/** Every third call is refused, as by a quota. */
function throttled({ runtime }: Pick<Cloud, 'runtime'>) {
  let calls = 0;
  let refused = 0;
  const wrapped: Cloud['runtime'] = {
    converse: (request, signal) => {
      calls += 1;
      if (calls % 3 !== 0) return runtime.converse(request, signal);
      refused += 1;
      return Promise.reject(new CloudError('throttled', 'Too many requests.', { retryable: true, status: 429 }));
    },
  };
  return { runtime: wrapped, refused: () => refused };
}

describe('label on the embedded cloud', () => {
  it('labels every page although a third of the calls is throttled, and asks nothing twice', async () => {
    const { runtime, refused } = throttled(rehearsal.cloud);
    const documents = await listImages(images);
    const before = rehearsal.count('Converse');
    const clock = hurriedClock();
    const { events, result } = await drain(label(documents, optionsFor(), { runtime, clock }));

    expect(refused()).toBeGreaterThan(5);
    expect(result.unlabelled).toEqual([]);
    expect(result.labels.map(({ document }) => document)).toEqual(documents.map(({ id }) => id));
    const right = result.labels.filter(({ document, label: given }) => document.startsWith(`${given}/`));
    expect(right.length / documents.length).toBeGreaterThan(0.9);
    expect(rehearsal.count('Converse') - before).toBe(result.spent.calls);
    expect(events.filter(({ type }) => type === 'document-labelled')).toHaveLength(documents.length);

    const again = await drain(label(documents, optionsFor(), { runtime, clock }));
    expect(again.result).toEqual(result);
    expect(again.events.map(({ type }) => type)).toEqual(['labelling-planned']);
    expect(rehearsal.count('Converse') - before).toBe(result.spent.calls);
  });

  it('takes a second opinion: agreement, labels and a queue for people', async () => {
    // The same pages asked with classes that hide one of the three: the stand-in has to err on it.
    const blind = CODED_CLASSES.filter((name) => name !== 'resume').map((name) => ({ name, description: '' }));
    const second = {
      modelId: 'us.amazon.nova-pro-v1:0',
      prompts: labellingPrompts({ ...CLASSES, classes: blind }),
    };
    const documents = await listImages(images);
    const { result } = await drain(label(documents, optionsFor({ second }), rehearsal.cloud));
    const { agreement, labels, disagreements } = result;
    expect(labels.length + disagreements.length).toBe(documents.length);
    expect(agreement?.rate).toMatchObject({ successes: labels.length, total: documents.length });
    expect(disagreements.length).toBeGreaterThanOrEqual(PER_CLASS);
    expect(agreement?.kappa?.value).toBeLessThan(agreement?.rate.value ?? 0);

    await writeLabels(result, files, { byteOrderMark: true });
    const csv = await readFile(files.labels, 'utf8');
    expect(csv.startsWith('\uFEFFimage,label,model,second_label,second_model\n')).toBe(true);
    expect(csv.trimEnd().split('\n')).toHaveLength(labels.length + 1);
    const review = await readFile(files.review, 'utf8');
    expect(review.trimEnd().split('\n')).toHaveLength(disagreements.length + 1);
    expect(review).toMatch(/^\uFEFFimage,first,second,chosen\nresume\/0\.png,resume,\w+,\n/);
    await expect(readFile(files.errors)).rejects.toThrow(/ENOENT/);
  });

  it('stops at the first document when the model may not be asked at all', async () => {
    const first = { ...FIRST, modelId: 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl' };
    const documents = await listImages(images);
    await expect(drain(label(documents, optionsFor({ first }), rehearsal.cloud))).rejects.toMatchObject({
      name: 'CloudError',
      code: expect.stringMatching(/not-found|service-validation/),
    });
  });
});
