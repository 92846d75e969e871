import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { RunSummary, StudioInfo } from '../../src/studio/api.ts';
import { buildDashboard, clientOf } from './support/studio-runs.ts';

let folder: string;
beforeEach(async () => {
  buildDashboard();
  folder = await realpath(await mkdtemp(join(tmpdir(), 'novatune-test-')));
  await writeFile(join(folder, 'run.json'), JSON.stringify({ recipe: { name: 'here' } }));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command in this process, with streams of its own and no terminal. */
function start(...words: readonly string[]) {
  const ending = new AbortController();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const text = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  stderr.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  const env = { NOVATUNE_HOME: folder, AWS_REGION: 'us-east-1' };
  const io: Io = { stdin: process.stdin, stdout, stderr, env, cwd: folder, signal: ending.signal };
  return { text, end: () => ending.abort(), code: runProgram(['studio', ...words], io) };
}

describe('novatune studio', () => {
  it('serves the working folder, read-only, until it is interrupted', async () => {
    const command = start('--json', '--endpoint-url', 'http://127.0.0.1:9');
    while (!command.text.stdout.includes('}')) await sleep(20);
    const { url, port, write } = JSON.parse(command.text.stdout) as { url: string; port: number; write: boolean };
    expect(write).toBe(false);
    const client = clientOf({ url, port, close: async () => undefined });
    expect((await client.json<StudioInfo>('/api/info')).roots).toEqual([folder]);
    expect((await client.json<readonly RunSummary[]>('/api/runs')).map(({ name }) => name)).toEqual(['here']);
    command.end();
    expect(await command.code).toBe(0);
    await expect(fetch(client.origin)).rejects.toThrow();
  });

  it('says what is wrong with a folder or a port', async () => {
    const lost = start(join(folder, 'nowhere'), '--no-open');
    expect(await lost.code).toBe(2);
    expect(lost.text.stderr).toContain('nowhere');
    const first = start('--json');
    while (!first.text.stdout.includes('}')) await sleep(20);
    const { port } = JSON.parse(first.text.stdout) as { port: number };
    const second = start('--port', `${port}`);
    expect(await second.code).toBe(4);
    expect(second.text.stderr).toContain(`127.0.0.1:${port}`);
    first.end();
    await first.code;
  });
});
