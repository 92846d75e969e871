import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FixSummary, fixFile } from './fix-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fix-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LINES = '\uFEFF{"messages":[{"role":"USER","content":[{"text":"a"}]},{"role":"assistant","content":[]}]}';

async function run(from: string, to: string): Promise<FixSummary> {
  const work = fixFile(from, { to });
  let step = await work.next();
  while (step.done !== true) step = await work.next();
  return step.value;
}

describe('fixFile', () => {
  it('writes a new file and leaves the input as it is', async () => {
    const [from, to] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')];
    await writeFile(from, LINES);
    expect(await run(from, to)).toEqual({ to, records: 1, changes: 4 });
    expect(await readFile(from, 'utf8')).toBe(LINES);
    expect(JSON.parse(await readFile(to, 'utf8'))).toMatchObject({
      schemaVersion: 'bedrock-conversation-2024',
      messages: [{ role: 'user' }, {}],
    });
  });

  it('never writes over a file, least of all its input', async () => {
    const from = join(folder, 'a.jsonl');
    await writeFile(from, LINES);
    await expect(run(from, from)).rejects.toMatchObject({ code: 'fix-impossible' });
    expect(await readFile(from, 'utf8')).toBe(LINES);
  });

  it('leaves nothing behind when it is stopped half-way', async () => {
    const from = join(folder, 'a.jsonl');
    await writeFile(from, LINES);
    for await (const change of fixFile(from, { to: join(folder, 'b.jsonl') })) {
      expect(change.line).toBe(1);
      break;
    }
    expect(await readdir(folder)).toEqual(['a.jsonl']);
  });
});
