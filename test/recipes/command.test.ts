import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { openRehearsal, type Rehearsal } from '../support/rehearsal.ts';
import { HELD_OUT, sampleRun } from '../support/sample-run.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'recipes-'));
  await mkdir(join(home, 'project', 'deep', 'down'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function run(cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const io = { stdin: process.stdin, stdout: into('stdout'), stderr: into('stderr'), env: { HOME: home, ...env }, cwd };
  const code = await runCommandLine(args, { ...io, signal: new AbortController().signal });
  return { code, ...written };
}

const write = (file: string, text: string) => writeFile(join(home, file), text);

describe('config show', () => {
  const origins = async (cwd: string, env: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr } = await run(cwd, env, 'config', 'show', '--json');
    expect(stderr).toBe('');
    const { settings } = JSON.parse(stdout) as { settings: { name: string; value: unknown; origin: string }[] };
    return Object.fromEntries(settings.map(({ name, value, origin }) => [name, [value, origin]]));
  };

  it('goes by variable, project file, user file and default, and says which', async () => {
    const deep = join(home, 'project', 'deep', 'down');
    expect((await origins(deep)).region).toEqual([null, 'default']);
    await mkdir(join(home, '.config', 'novatune'), { recursive: true });
    await write('.config/novatune/config.yaml', 'region: eu-west-1\nmaxCost: 5\n');
    expect((await origins(deep)).region).toEqual(['eu-west-1', expect.stringContaining('config.yaml')]);
    // Other keys of a recipe do not matter here, not even a variable that is not set.
    await write('project/novatune.yaml', 'region: us-west-2\ntarget: aws\ntitle: $' + '{UNSET}\n');
    const project = await origins(deep);
    expect(project.region).toEqual(['us-west-2', '../../novatune.yaml']);
    expect(project.maxCost).toEqual([5, expect.stringContaining('config.yaml')]);
    const env = { AWS_DEFAULT_REGION: 'c', AWS_REGION: 'b', NOVATUNE_REGION: 'a', NOVATUNE_MAX_COST: '7' };
    expect(await origins(deep, env)).toMatchObject({
      region: ['a', 'NOVATUNE_REGION'],
      maxCost: [7, 'NOVATUNE_MAX_COST'],
    });
    expect((await origins(deep, { AWS_DEFAULT_REGION: 'c' })).region).toEqual(['c', 'AWS_DEFAULT_REGION']);
  });

  it('does not let the profile of a file go before access keys of the environment', async () => {
    await write('project/novatune.yaml', 'profile: ours\n');
    const cwd = join(home, 'project');
    expect((await origins(cwd)).profile).toEqual(['ours', 'novatune.yaml']);
    expect((await origins(cwd, { AWS_ACCESS_KEY_ID: 'x' })).profile).toEqual([null, 'AWS_ACCESS_KEY_ID']);
  });

  it('stops at the repository', async () => {
    await write('project/novatune.yaml', 'region: us-west-2\n');
    await mkdir(join(home, 'project', 'deep', '.git'));
    expect((await origins(join(home, 'project', 'deep', 'down'))).region).toEqual([null, 'default']);
  });

  it.each([
    ['project/novatune.yaml', 'region: 7\n', 'region'],
    ['.novatune/config.yaml', 'regoin: x\n', 'did you mean region?'],
    ['.novatune/config.yaml', 'aws_secret_access_key: x\n', 'a secret does not belong into a file'],
  ])('refuses %s with %j', async (file, text, named) => {
    await mkdir(join(home, '.novatune'));
    await write(file, text);
    const { code, stderr } = await run(
      join(home, 'project'),
      { NOVATUNE_HOME: join(home, '.novatune') },
      'config',
      'show',
    );
    expect(code).toBe(2);
    expect(stderr).toContain(named);
  });
});

describe('a project whose target is local', () => {
  const local = async (env: Readonly<Record<string, string>>, ...flags: readonly string[]) => {
    await write('project/novatune.yaml', 'target: local\n');
    return run(join(home, 'project'), env, 'job', 'list', ...flags);
  };

  it.each([
    [{}, ['--profile', 'prod'], '--profile'],
    [{}, ['--endpoint-url', 'https://bedrock.us-east-1.amazonaws.com'], '--endpoint-url'],
    [{ AWS_ENDPOINT_URL: 'https://bedrock.us-east-1.amazonaws.com' }, [], 'AWS_ENDPOINT_URL'],
    [{ NOVATUNE_TARGET: 'aws' }, [], 'NOVATUNE_TARGET'],
    [{ NOVATUNE_ENDPOINT_URL: 'nowhere' }, [], 'NOVATUNE_ENDPOINT_URL'],
  ])('refuses %o %j', async (env, flags, named) => {
    const { code, stderr } = await local(env, ...flags);
    expect(code).toBe(4);
    expect(stderr).toContain(`error target-local`);
    expect(stderr).toContain(named);
  });
});

describe('init', () => {
  it('writes a recipe and what git ignores, and never overwrites', async () => {
    const cwd = join(home, 'project');
    await write('project/.gitignore', 'mine\nruns/');
    const first = await run(cwd, {}, 'init', '--task', 'extraction', '--images', 'photos', '--labels', 'l.csv');
    expect(first).toMatchObject({ code: 0, stderr: 'next: novatune run --dry-run\n' });
    const text = await readFile(join(cwd, 'novatune.yaml'), 'utf8');
    expect(text).toContain('  images: photos\n  labels: l.csv\n');
    expect(text).toContain('name: project\n');
    expect(await readFile(join(cwd, '.gitignore'), 'utf8')).toBe('mine\nruns/\nnode_modules/\n.env\n');
    const second = await run(cwd, {}, 'init', '--yes');
    expect(second.code).toBe(2);
    expect(await readFile(join(cwd, 'novatune.yaml'), 'utf8')).toBe(text);
  });

  it('imports a config.env and says what it left out', async () => {
    await write('config.env', 'S3_BUCKET="ours"\nLOGS_DIR=x\nCOLOUR=blue\n');
    const { code, stdout } = await run(home, {}, 'init', 'new', '--from', 'config.env', '--target', 'aws');
    expect(code).toBe(0);
    expect(stdout).toContain('not taken over: LOGS_DIR (logs are kept in the run folder)\nunknown: COLOUR');
    expect(await readFile(join(home, 'new', 'novatune.yaml'), 'utf8')).toContain('bucket: ours\n');
  });
});

describe('run', { timeout: 60_000 }, () => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
    const { source: _, ...recipe } = await sampleRun(rehearsal.folder);
    const file = { ...recipe, source: { kind: 'image-folder', folder: 'documents' }, gate: { minGain: 0.99 } };
    await writeFile(join(rehearsal.folder, 'novatune.yaml'), JSON.stringify(file));
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
    vi.stubEnv('AWS_REGION', 'us-east-1');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rehearsal[Symbol.asyncDispose]();
  });

  const novatune = (...args: readonly string[]) =>
    run(rehearsal.folder, {}, 'run', ...args, '--endpoint-url', rehearsal.local.url, '--bundled', '--json');
  const runFile = async (name: string) =>
    JSON.parse(await readFile(join(rehearsal.folder, 'runs/sample-run', name), 'utf8'));
  const sent = () => [...new Set(rehearsal.answered.map(({ operation }) => operation))];
  let dry: { requests: { operation: string; input: Record<string, unknown> }[]; estimate: { total: object } };

  it('shows what it would send, and sends nothing', async () => {
    const { code, stdout } = await novatune('--dry-run');
    expect(code).toBe(0);
    dry = JSON.parse(stdout);
    expect(sent().filter((operation) => !/^(Get|List)/.test(operation))).toEqual([]);
    expect(dry.requests.map(({ operation }) => operation)).toEqual([
      'CreateBucket, unless it exists',
      'CreateRole and PutRolePolicy',
      'CreateModelCustomizationJob',
      'CreateCustomModelDeployment',
    ]);
  });

  it('refuses what may cost too much before anything is sent', async () => {
    const { code } = await novatune('--max-cost', '0.01');
    expect(code).toBe(6);
    expect(sent()).not.toContain('CreateBucket');
  });

  it('does the part that was asked for', async () => {
    const { code, stdout } = await novatune('--until', 'validate');
    expect([code, JSON.parse(stdout)]).toEqual([0, { folder: join(rehearsal.folder, 'runs/sample-run') }]);
    expect(sent()).not.toContain('CreateBucket');
  });

  it('sends the job that the dry run has shown, keeps its cost, and fails when the gate is lost', async () => {
    const { code, stdout } = await novatune();
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ gate: { passed: false }, comparison: { documents: HELD_OUT } });
    const journal = await readFile(join(rehearsal.folder, 'runs/sample-run/journal.jsonl'), 'utf8');
    const job = dry.requests.find(({ operation }) => operation === 'CreateModelCustomizationJob');
    expect(journal).toContain(`"token":"${String(job?.input.clientRequestToken)}"`);
    expect((await runFile('cost.json')).lines.length).toBeGreaterThan(2);
    expect((await runFile('actual-cost.json')).lines).toContainEqual(expect.objectContaining({ step: 'inference' }));
    expect((await runFile('scores/base.json')).cost.usdPerDocument).toBeGreaterThan(0);
  });

  it('deletes nothing without being told so', async () => {
    const { code, stderr } = await novatune('--only', 'cleanup');
    expect(code).toBe(2);
    expect(stderr).toContain('confirmation-needed');
    expect(sent().filter((operation) => operation.startsWith('Delete'))).toEqual([]);
  });

  it('goes on with a changed title and redaction, and writes the report alone anew', async () => {
    const file = join(rehearsal.folder, 'novatune.yaml');
    const recipe = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...recipe, gate: undefined, title: 'Another', report: { redact: true } }));
    const before = rehearsal.answered.length;
    const { code, stderr } = await novatune();
    expect(code).toBe(0);
    expect(stderr).toMatch(/evaluate and compare: done already\n.*write the report\n/);
    expect(await runFile('report.json')).toMatchObject({ title: 'Another', redacted: true });
    expect(rehearsal.answered.slice(before).map(({ operation }) => operation)).not.toContain('Converse');
    await writeFile(file, JSON.stringify({ ...recipe, seed: 9 }));
    const other = await novatune();
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('the recipe differs in seed');
  });
});
