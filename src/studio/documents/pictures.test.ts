import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pictures, SIDES } from './pictures.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-test-'));
  file = join(folder, 'page.png');
  const page = { create: { width: 900, height: 1200, channels: 3, background: '#fff' } } as const;
  await writeFile(file, await sharp(page).png().toBuffer());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept = async () =>
  (await readdir(join(folder, 'kept'), { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.jpg'));

describe('Pictures', () => {
  it('are small JPEGs, kept for the next time', async () => {
    const first = await new Pictures(join(folder, 'kept')).get(file, 'small');
    expect(first.mediaType).toBe('image/jpeg');
    expect((await sharp(first.bytes).metadata()).height).toBe(SIDES.small);
    const [name = ''] = await kept();
    await writeFile(join(folder, 'kept', name), 'from the disk');
    const second = await new Pictures(join(folder, 'kept')).get(file, 'small');
    expect(Buffer.from(second.bytes).toString()).toBe('from the disk');
  });

  it('are made once, however often they are asked for at once, and again for another image', async () => {
    const pictures = new Pictures(join(folder, 'kept'));
    const made = await Promise.all(Array.from({ length: 20 }, () => pictures.get(file, 'small')));
    expect(new Set(made).size).toBe(1);
    await utimes(file, 1, 1);
    await pictures.get(file, 'small');
    expect(await kept()).toHaveLength(2);
  });

  it('are the original at full size, where a browser shows it', async () => {
    const large = await new Pictures(join(folder, 'kept')).get(file, 'large');
    expect(large.mediaType).toBe('image/png');
    expect(Buffer.from(large.bytes).equals(await readFile(file))).toBe(true);
    const scan = join(folder, 'page.tiff');
    await writeFile(scan, await sharp(file).tiff().toBuffer());
    expect((await new Pictures(join(folder, 'kept')).get(scan, 'large')).mediaType).toBe('image/jpeg');
  });

  it('come although nothing can be kept', async () => {
    await writeFile(join(folder, 'kept'), 'a file where the folder should be');
    expect((await new Pictures(join(folder, 'kept')).get(file, 'small')).mediaType).toBe('image/jpeg');
  });
});
