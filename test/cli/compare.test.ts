import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate, type Prediction, type Task } from '../../src/toolkit/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from './support/novatune.ts';

const TASK: Task = {
  kind: 'classification',
  field: 'type',
  answerFormat: 'json',
  classes: [
    { name: 'invoice', description: 'a bill' },
    { name: 'letter', description: 'a letter' },
  ],
};
const DOCUMENTS = 24;

/** Scores of a model that reads the first `right` documents correctly. */
function scores(right: number) {
  const labels = Array.from({ length: DOCUMENTS }, (_, index) => (index % 2 === 0 ? 'invoice' : 'letter'));
  const predictions = labels.map((label, index): Prediction => {
    const other = label === 'invoice' ? 'letter' : 'invoice';
    const answer = JSON.stringify({ type: index < right ? label : other });
    return { document: `d${index}`, key: `k${index}`, modelId: `right-${right}`, answer, attempts: 1 };
  });
  const truths = labels.map((label, index) => ({ document: `d${index}`, label }));
  return evaluate(truths, predictions, TASK, `right-${right}`);
}

describe.skipIf(!isBuilt)(`compare (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    await writeFile(join(home.folder, 'good.json'), JSON.stringify(scores(23)));
    await writeFile(join(home.folder, 'poor.json'), JSON.stringify(scores(4)));
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it('says which model is better, and keeps the comparison', async () => {
    const args = ['compare', '--base', 'poor.json', '--tuned', 'good.json', '--out', 'comparison.json'];
    const ended = await home.run([...args, '--json', '--fail-if-worse']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(json(ended)).toMatchObject({ verdict: 'better' });
    expect(JSON.parse(await readFile(join(home.folder, 'comparison.json'), 'utf8'))).toEqual(json(ended));
    expect((await home.run(args)).code).toBe(0);
  });

  it('ends with 3 when the tuned model is worse and the gate is wanted', async () => {
    const args = ['compare', '--base', 'good.json', '--tuned', 'poor.json', '--json'];
    expect((await home.run(args)).code).toBe(0);
    const gated = await home.run([...args, '--fail-if-worse']);
    expect(gated.code).toBe(3);
    expect(json(gated)).toMatchObject({ verdict: 'worse' });
  });

  it('loses no file to --out', async () => {
    const before = await readFile(join(home.folder, 'poor.json'), 'utf8');
    const args = ['compare', '--base', 'poor.json', '--tuned', 'good.json', '--out', 'poor.json', '--json'];
    const { code, stderr } = await home.run(args);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'output-exists' } });
    expect(await readFile(join(home.folder, 'poor.json'), 'utf8')).toBe(before);
  });
});
