import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerQuestion } from '../answer-question.ts';
import { parseStandIn } from '../artifact.ts';
import type { StandInExample, TrainingEvent } from '../stand-in.ts';
import { invoiceExample, many } from '../testing/examples.mts';
import { runTrainer } from './run-trainer.ts';

const hyperparameters = { epochCount: 2, learningRate: 1e-4, batchSize: 1, warmupSteps: 0, seed: 1 };

describe('runTrainer', () => {
  let folder: string;
  let artifactFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'novatune-test-'));
    artifactFile = path.join(folder, 'model.bin');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function writeExamples(name: string, examples: readonly StandInExample[]): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, examples.map((example) => `${JSON.stringify(example)}\n`).join(''));
    return file;
  }

  async function finish(
    training: ReturnType<typeof runTrainer>,
  ): Promise<{ events: TrainingEvent[]; result: { artifactFile: string; bytes: number } }> {
    const events: TrainingEvent[] = [];
    let next = await training.next();
    while (next.done !== true) {
      events.push(next.value);
      next = await training.next();
    }
    return { events, result: next.value };
  }

  const { signal } = new AbortController();

  it('trains in a child process and leaves a model that answers', async () => {
    const examplesFile = await writeExamples('train.jsonl', many(30, invoiceExample));
    const validationFile = await writeExamples('validation.jsonl', many(6, invoiceExample, 100));
    const request = { examplesFile, validationFile, artifactFile, hyperparameters };
    const { events, result } = await finish(runTrainer(request, { signal }));
    expect(events[0]).toEqual({ type: 'loaded', examples: 30, validation: 6 });
    expect(events.filter(({ type }) => type === 'step')).toHaveLength(8);
    expect(events.filter(({ type }) => type === 'validation')).toHaveLength(3);
    const bytes = await readFile(artifactFile);
    expect(result).toEqual({ artifactFile, bytes: bytes.length });
    const held = invoiceExample(500);
    expect(answerQuestion(held, parseStandIn(bytes)).text).toBe(held.answer);
    expect((await readdir(folder)).sort()).toEqual(['model.bin', 'train.jsonl', 'validation.jsonl']);
  });

  it('ends at once when aborted while training, without an artifact', async () => {
    const examplesFile = await writeExamples('train.jsonl', many(40, invoiceExample));
    const abort = new AbortController();
    const longRun = { ...hyperparameters, epochCount: 10_000 };
    const training = runTrainer({ examplesFile, artifactFile, hyperparameters: longRun }, { signal: abort.signal });
    let next = await training.next();
    while (next.done !== true && next.value.type !== 'step') next = await training.next();
    abort.abort(new Error('stopped'));
    await expect(finish(training)).rejects.toThrow('stopped');
    expect(await readdir(folder)).toEqual(['train.jsonl']);
  });

  it('ends the child when the caller stops asking', async () => {
    const examplesFile = await writeExamples('train.jsonl', many(40, invoiceExample));
    const longRun = { ...hyperparameters, epochCount: 10_000 };
    const training = runTrainer({ examplesFile, artifactFile, hyperparameters: longRun }, { signal });
    await training.next();
    // Resolves only after the child has exited.
    await training.return({ artifactFile, bytes: 0 });
    expect(await readdir(folder)).toEqual(['train.jsonl']);
  });

  it('passes on why the child failed', async () => {
    const examplesFile = path.join(folder, 'train.jsonl');
    const run = (): Promise<unknown> => finish(runTrainer({ examplesFile, artifactFile, hyperparameters }, { signal }));
    await expect(run()).rejects.toThrow('ENOENT');
    await writeFile(examplesFile, `${JSON.stringify(invoiceExample(1))}\n{"broken`);
    await expect(run()).rejects.toThrow(`Expected one JSON object per line in ${examplesFile}, line 2.`);
    await writeFile(examplesFile, '{"prompt":"no answer"}');
    await expect(run()).rejects.toMatchObject({ name: 'StandInError', code: 'STAND_IN_TRAINING' });
  });

  it.skipIf(process.platform !== 'linux')(
    'ends the child when its parent is killed (found through /proc: Linux)',
    async () => {
      const examplesFile = await writeExamples('train.jsonl', many(40, invoiceExample));
      const request = { examplesFile, artifactFile, hyperparameters: { ...hyperparameters, epochCount: 10_000 } };
      const door = new URL('run-trainer.ts', import.meta.url).href;
      const script = `import { runTrainer } from ${JSON.stringify(door)};
      const training = runTrainer(${JSON.stringify(request)}, { signal: new AbortController().signal });
      for await (const event of training) if (event.type === 'step') console.log(event.step);`;
      const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
      const parent = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(parent.stdout, 'data');
      const children = await readFile(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8');
      const pids = children.trim().split(' ').map(Number);
      expect(pids.some(isTrainer)).toBe(true);
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await expect.poll(() => pids.filter(isTrainer), { timeout: 10_000 }).toEqual([]);
    },
  );

  function isTrainer(pid: number): boolean {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('trainer-process');
    } catch {
      return false;
    }
  }

  it('does not start when already aborted', async () => {
    const request = { examplesFile: path.join(folder, 'none'), artifactFile, hyperparameters };
    await expect(finish(runTrainer(request, { signal: AbortSignal.abort(new Error('no')) }))).rejects.toThrow('no');
  });
});
