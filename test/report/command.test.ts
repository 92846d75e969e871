import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { writeFiles } from '../support/rehearsal.ts';
import { artifacts } from './support/report-artifacts.ts';

describe.skipIf(!isBuilt)(`novatune report (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  const at = (...path: string[]) => join(home.folder, ...path);
  beforeAll(async () => {
    home = await openHome();
    const { base, tuned, comparison, job, audit, dataset } = artifacts();
    const json = (value: unknown) => JSON.stringify(value);
    await writeFiles(home.folder, {
      'base.json': json(base),
      'tuned.json': json(tuned),
      'audit.json': json(audit),
      'loss.csv': 'step_number,epoch_number,training_loss\n1,0,1.5\n2,0,0.5\n',
      'run/run.json': json({
        version: 1,
        recipe: { name: 'scans-1', title: 'Scans of one office' },
        identity: { accountId: '111122223333', region: 'us-east-1', rehearsal: true },
      }),
      'run/job-details.json': json(job),
      'run/dataset/manifest.json': json(dataset?.manifest),
      'run/scores/base.json': json(base),
      'run/scores/tuned.json': json(tuned),
      'run/comparison.json': json(comparison),
    });
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it('writes a page and its twin from a run folder', async () => {
    const { code, stdout } = await home.run(['report', 'run', '--markdown', 'summary.md']);
    expect(code).toBe(0);
    expect(stdout).toContain('Documents: 2 broken, 10 fixed, 3 still wrong, 9 still right');
    expect(stdout).toContain(`Wrote ${at('run', 'report.html')}`);
    const page = await readFile(at('run', 'report.html'), 'utf8');
    expect(page).toContain('<h1>Scans of one office</h1>');
    expect(page).toContain('<strong>Rehearsal.</strong>');
    const summary = await readFile(at('summary.md'), 'utf8');
    expect(summary).toContain('10 documents fixed, 2 broken.');
    expect(summary).toContain('[Full report](run/report.html)');
  });

  it('never writes over a file without --force', async () => {
    await writeFile(at('taken.html'), 'mine');
    await writeFile(at('taken.md'), 'mine');
    const args = ['report', 'run', '--output', 'new.html', '--markdown', 'taken.md'];
    const refused = await home.run(args);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('output-exists') });
    await expect(readFile(at('new.html'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await home.run(['report', 'run', '--output', 'taken.html'])).code).toBe(2);
    expect(await readFile(at('taken.html'), 'utf8')).toBe('mine');
    expect((await home.run([...args, '--force'])).code).toBe(0);
    expect(await readFile(at('taken.md'), 'utf8')).toContain('## Scans of one office');
  });

  it('makes a page of loose files, and tells by the ARNs that it was a rehearsal', async () => {
    const args = ['report', '--base', 'base.json', '--tuned', 'tuned.json', '--audit', 'audit.json'];
    const { code, stdout } = await home.run([
      ...args,
      ...['--metrics', 'loss.csv', '--title', 'Loose', '--output', 'loose.html', '--language', 'zh', '--json'],
    ]);
    expect(code).toBe(0);
    const { report, document } = JSON.parse(stdout);
    expect(report).toBe(at('loose.html'));
    expect(document).toMatchObject({
      title: 'Loose',
      language: 'zh',
      rehearsal: true,
      comparison: { fixed: 10, broken: 2 },
    });
    expect(document.curve.training).toHaveLength(2);
    expect(await readFile(at('loose.html'), 'utf8')).toContain('演练。');
  });

  it('leaves documents out of a report to share', async () => {
    const { code, stdout } = await home.run(['report', 'run', '--redact']);
    expect(code).toBe(0);
    expect(stdout).toContain('report-redacted.html');
    const page = await readFile(at('run', 'report-redacted.html'), 'utf8');
    expect(page).toContain('Redacted.');
    expect(page).not.toMatch(/scan\/|<img/);
  });

  it.each([
    { args: ['report'], code: 'report-empty' },
    { args: ['report', 'nowhere'], code: 'run-not-found' },
    { args: ['report', '--job', 'audit.json'], code: 'artifact-invalid' },
    { args: ['report', '--base', 'missing.json'], code: 'file-unreadable' },
    { args: ['report', '--base', 'loss.csv'], code: 'truth-missing' },
  ])('refuses $args with $code', async ({ args, code }) => {
    const ended = await home.run([...args, '--output', 'never.html']);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`error ${code}`) });
    await expect(readFile(at('never.html'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
