import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256File, sha256Hex } from './hash.ts';

it('hashes a file as it hashes its bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hash-'));
  try {
    const bytes = Buffer.alloc(200_000, 'novatune');
    await writeFile(join(folder, 'file'), bytes);
    expect(await sha256File(join(folder, 'file'))).toBe(sha256Hex(bytes));
    // The first test vector of FIPS 180-2.
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
