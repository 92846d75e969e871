import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome } from '../cli/support/novatune.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'novatune-chart-'));
const at = (name: string) => path.join(folder, name);
const csv = (rows: readonly number[]) =>
  `\ufeffstep_number,epoch_number,training_loss\r\n${rows.map((loss, index) => `${index + 1},${Math.floor(index / 10)},${loss}`).join('\r\n')}`;
writeFileSync(at('first.csv'), csv(Array.from({ length: 30 }, (_, index) => 2 / (index + 1))));
writeFileSync(at('second.csv'), csv([1, 0.8, Number.NaN]));

describe.skipIf(!isBuilt)('novatune chart', () => {
  let home: Home;
  const runCli = (argv: readonly string[]) => home.run(argv);
  beforeAll(async () => {
    home = await openHome();
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it('draws in the terminal and says what it saw', async () => {
    const { code, stdout } = await runCli(['chart', at('first.csv')]);
    expect(code).toBe(0);
    expect(stdout).toContain('first.csv: 30 steps of training, 2.000 → 0.067; 0 points of validation');
    expect(stdout).toContain('2.000 │');
  });

  it('writes a picture of several, and none over another', async () => {
    const file = at('both.svg');
    const argv = ['chart', at('first.csv'), at('second.csv'), '--name', 'slow', 'fast', '--output', file];
    expect((await runCli(argv)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('>slow</text>');
    // The same picture again is no loss.
    expect((await runCli(argv)).code).toBe(0);
    const other = [...argv, '--log'];
    const refused = await runCli(other);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('output-exists');
    expect((await runCli([...other, '--force'])).code).toBe(0);
  });

  it('reads the folder that a job has written', async () => {
    const nested = at('model-customization-job-abc/training_artifacts');
    await mkdir(nested, { recursive: true });
    writeFileSync(path.join(nested, 'step_wise_training_metrics.csv'), csv([3, 2, 1]));
    const { stdout } = await runCli(['chart', at('model-customization-job-abc'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject([{ training: [{ loss: 3 }, { loss: 2 }, { loss: 1 }], advice: [] }]);
  });

  it('advises about a training that lost its numbers', async () => {
    const { stdout } = await runCli(['chart', at('second.csv')]);
    expect(stdout).toContain('training has diverged');
  });

  it.each([
    [['missing.csv'], 'metrics-missing'],
    [[at('first.csv'), '--output', at('picture.gif')], 'option-invalid'],
  ])('refuses %j', async (argv, expected) => {
    const { code, stderr } = await runCli(['chart', ...argv]);
    expect(code).toBe(2);
    expect(stderr).toContain(expected);
  });
});
