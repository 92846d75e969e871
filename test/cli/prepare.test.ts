import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from './support/novatune.ts';

const OPTIONS = ['--bucket-name', 'cli-prepare-bucket', '--test-split', '0.2'];

describe.skipIf(!isBuilt)(`preparing (${isBuilt ? 'built' : WHY_SKIPPED})`, { timeout: 60_000 }, () => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome();
    for (let number = 0; number < 12; number++) {
      const folder = join(home.folder, 'scans', number % 2 === 0 ? 'memo' : 'letter');
      await mkdir(folder, { recursive: true });
      const background = { r: number * 9, g: 99, b: 7 };
      await sharp({ create: { width: 300 + number, height: 400, channels: 3, background } })
        .png()
        .toFile(join(folder, `${number}.png`));
    }
    const page = sharp({ create: { width: 700, height: 900, channels: 3, background: '#fff' } });
    await page.tiff().toFile(join(home.folder, 'ask.tiff'));
    await writeFile(join(home.folder, 'other.txt'), 'What is this?');
    await writeFile(join(home.folder, 'task.txt'), 'One of\n{{classes}}\nas {{answer}}');
  });
  afterAll(() => home[Symbol.asyncDispose]());

  const prepare = (...args: string[]) => home.run(['dataset', 'prepare', '--images', 'scans', ...OPTIONS, ...args]);

  it('estimates without writing', async () => {
    const ended = await prepare('--out', 'estimated', '--dry-run', '--json');
    expect(ended.code).toBe(0);
    expect(json(ended)).toMatchObject({
      counts: { train: 9, validation: 1, test: 2 },
      images: { kept: 12, converted: 0 },
      imageTokens: { total: { low: expect.any(Number), high: expect.any(Number) } },
    });
    expect(existsSync(join(home.folder, 'estimated'))).toBe(false);
    const text = await prepare('--out', 'estimated', '--dry-run');
    expect(text.stdout).toContain('no price is put on them here');
  });

  it('proposes a class for a near miss, and fails when nothing is left', async () => {
    await writeFile(join(home.folder, 'map.json'), '{"memo": "memos", "letter": "leter"}');
    const ended = await prepare('--out', 'mapped', '--label-mapping-file', 'map.json');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('label-near-miss');
    expect(ended.stderr).toContain('"leter", which is probably "letter"');
  });

  it('fills prompts, uploads, and warns when a question differs from training', async () => {
    expect(await prepare('--out', 'dataset', '--task-prompt-file', 'task.txt')).toMatchObject({ code: 0 });
    const upload = (...args: string[]) => home.run(['dataset', 'upload', 'dataset', '--local', ...args]);
    const planned = await upload('--create-bucket', '--dry-run');
    expect(planned.stdout).toMatch(/would create the bucket.*\nwould send 12 objects/);
    expect(await upload('--create-bucket')).toMatchObject({ code: 0 });
    expect((await upload('--dry-run')).stdout).toContain('would send 0 objects, 0 B; 12 are there already');

    const ask = ['infer', '--model-id', 'us.amazon.nova-lite-v1:0', '--image-path', 'ask.tiff', '--local'];
    const same = await home.run([...ask, '--dataset-manifest', 'dataset/manifest.json', '--predictions', 'a.jsonl']);
    expect(same.code, same.stderr).toBe(0);
    expect(same.stderr).not.toContain('warning');
    const own = ['--task-prompt-file', 'other.txt', '--predictions', 'b.jsonl'];
    const other = await home.run([...ask, '--dataset-manifest', 'dataset/manifest.json', ...own]);
    expect(other.stderr).toContain('warning: parity-task-prompt');
  });
});
