import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableLines } from './durable-lines.ts';
import { readTextIfThere } from './read-text-if-there.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('DurableLines', () => {
  it('makes folder and file with the first line, and keeps the order of lines that come at once', async () => {
    const file = join(folder, 'deep', 'log.jsonl');
    const lines = new DurableLines(file, await readTextIfThere(file));
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await Promise.all(Array.from({ length: 100 }, (_, index) => lines.append({ index })));
    await lines.close();
    const kept = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    expect(kept.map((line) => JSON.parse(line).index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it('ends a torn line before the next, and makes an empty file when it is asked to', async () => {
    const file = join(folder, 'log.jsonl');
    await writeFile(file, '{"a":1}\n{"a":');
    const lines = new DurableLines(file, await readTextIfThere(file));
    await lines.append({ a: 2 });
    await lines.close();
    expect(await readFile(file, 'utf8')).toBe('{"a":1}\n{"a":\n{"a":2}\n');
    const empty = new DurableLines(join(folder, 'empty.jsonl'), '');
    await empty.begin();
    await empty.close();
    expect(await readFile(join(folder, 'empty.jsonl'), 'utf8')).toBe('');
  });

  it('writes nothing after a write that failed, and tells everybody', async () => {
    const lines = new DurableLines(folder, '');
    await expect(lines.append({})).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(lines.append({})).rejects.toMatchObject({ code: 'EISDIR' });
    await lines.close();
  });
});
