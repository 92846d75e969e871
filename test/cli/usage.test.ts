import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from './support/novatune.ts';

const ESCAPE = '\u001b';

describe.skipIf(!isBuilt)(`a command line that cannot be run (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    await writeFile(join(home.folder, 'bad.jsonl'), '{"messages": 1}\n');
    await mkdir(join(home.folder, 'empty'));
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it.each([
    [['jbo'], 'job'],
    [['jbo', '--help'], 'job'],
    [['help', 'jbo'], 'job'],
    [['help', 'job', 'lst'], 'list'],
    [['job', 'lst', '--help'], 'list'],
    [['job', 'lst'], 'list'],
    [['job', 'list', '--name-contain', 'x'], '--name-contains'],
    [['infer', '--model-id', 'x', '--concurency', '2'], '--concurrency'],
  ])('%j names the nearest word: %s', async (args, nearest) => {
    const { code, stdout, stderr } = await home.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`(Did you mean ${nearest}?)`);
  });

  it.each([
    ['an unknown command', ['jbo'], 2, 'unknown-command'],
    ['an unknown flag', ['job', 'list', '--nmae'], 2, 'unknown-option'],
    ['a missing flag', ['model', 'get'], 2, 'missing-mandatory-option-value'],
    ['none of several flags', ['job', 'get'], 2, 'option-invalid'],
    ['a value outside its range', ['demo', '--per-class', '2'], 2, 'invalid-argument'],
    ['a file that is not there', ['compare', '--base', 'a', '--tuned', 'b'], 2, 'file-unreadable'],
    ['a file of another kind', ['compare', '--base', 'bad.jsonl', '--tuned', 'b'], 2, 'scores-unreadable'],
    ['no address', ['job', 'list', '--endpoint-url', 'here'], 2, 'invalid-argument'],
    ['two clouds', ['job', 'list', '--endpoint-url', 'http://127.0.0.1:1', '--local'], 2, 'conflicting-option'],
    ['no region', ['job', 'list'], 4, 'region-missing'],
  ])('%s fails as one JSON document on stderr', async (_, args, exit, code) => {
    const ended = await home.run([...args, '--json']);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: exit, stdout: '' });
    const { error } = JSON.parse(ended.stderr) as { error: Readonly<Record<string, string>> };
    expect(error).toMatchObject({ code, message: expect.stringMatching(/\S/) });
  });

  it('ends with 3 when a check fails, findings on stdout', async () => {
    const { code, stdout } = await home.run(['dataset', 'validate', 'bad.jsonl', '--json']);
    expect(code).toBe(3);
    const { findings } = JSON.parse(stdout) as { findings: { code: string; line: number }[] };
    expect(findings).toContainEqual(expect.objectContaining({ code: 'record-shape', line: 1 }));
  });

  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('off a terminal with %j colour is %s', async (environment, coloured) => {
    const { stderr } = await home.run(['compare', '--base', 'a', '--tuned', 'b'], environment);
    expect(stderr.includes(ESCAPE)).toBe(coloured);
  });

  it('says why the embedded cloud cannot start', async () => {
    const holder = createServer();
    const { port } = await new Promise<AddressInfo>((done) => {
      holder.listen(0, '127.0.0.1', () => done(holder.address() as AddressInfo));
    });
    try {
      const { code, stderr } = await home.run(['local', 'start', '--port', String(port), '--json']);
      expect(code).toBe(4);
      const message = expect.stringContaining(String(port));
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'local-cloud-unusable', message } });
    } finally {
      holder.close();
    }
  });

  it('deletes nothing without a yes', async () => {
    const { code, stderr } = await home.run(['local', 'reset', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'confirmation-needed', remedy: 'Add --yes.' } });
  });
});
