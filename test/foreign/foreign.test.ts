import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { openRehearsal } from '../support/rehearsal.ts';

// Clients of other languages, with programs that know nothing of novatune. They are no dependency: where they are missing, their test says so.

/** A Python that has boto3, and the AWS CLI. */
const PYTHON = process.env.NOVATUNE_PYTHON ?? 'python3';
const AWS = process.env.NOVATUNE_AWS ?? 'aws';
const answers = (program: string, args: readonly string[]) => spawnSync(program, args).status === 0;
const hasBoto3 = answers(PYTHON, ['-c', 'import boto3']);
const hasAws = answers(AWS, ['--version']);

/** Of each class; the first is held out. */
const PAGES = 5;
const run = promisify(execFile);

it.skipIf(!hasBoto3)(
  `boto3 goes through the whole life${hasBoto3 ? '' : ` (skipped: ${PYTHON} has no boto3; NOVATUNE_PYTHON names another)`}`,
  { timeout: 180_000 },
  async () => {
    await using rehearsal = await openRehearsal();
    const pages = join(rehearsal.folder, 'pages');
    for (const name of CODED_CLASSES) {
      await mkdir(join(pages, name), { recursive: true });
      for (let index = 0; index < PAGES; index += 1) {
        await writeFile(join(pages, name, `${index}.png`), await drawCodedPage(name, index));
      }
    }
    const { stdout } = await run(PYTHON, [resolve(import.meta.dirname, 'lifecycle.py'), pages], {
      env: { ...process.env, AWS_ENDPOINT_URL: rehearsal.local.url },
    });
    const chapters = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(chapters).toMatchObject([
      { chapter: 'data', rows: 12, objects: 13 },
      { chapter: 'role' },
      { chapter: 'job', status: 'Completed' },
      { chapter: 'endpoints' },
      { chapter: 'answers', asked: 3, right: { base: 0, tuned: 3 } },
      { chapter: 'batch', records: 100 },
      { chapter: 'watch', invocations: 5 },
      { chapter: 'schedule', throughputs: 0 },
      { chapter: 'deleted', left: { models: 0, throughputs: 0, roles: 0 } },
    ]);
  },
);

it.skipIf(!hasAws)(
  `the AWS CLI goes through the whole life${hasAws ? '' : ` (skipped: there is no ${AWS}; NOVATUNE_AWS names another)`}`,
  { timeout: 300_000 },
  async () => {
    await using rehearsal = await openRehearsal();
    const { stdout } = await run('bash', [resolve(import.meta.dirname, 'lifecycle.sh'), AWS], {
      env: { ...process.env, AWS_ENDPOINT_URL: rehearsal.local.url },
    });
    const chapters = stdout.trim().split('\n');
    expect(chapters.map((line) => line.split(':')[0])).toEqual([
      'data',
      'role',
      'job',
      'endpoints',
      'answers',
      'batch',
      'watch',
      'schedule',
      'deleted',
    ]);
    expect(stdout).toContain('answers: invoice\n');
    expect(stdout).toContain('batch: 100 records\n');
  },
);
