import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hammingDistance, perceptualHash } from './perceptual-hash.ts';

const DRAWN = new URL('./fixtures/drawn-page.svg', import.meta.url);

describe('perceptualHash', () => {
  it('hardly changes when a picture is resized, recompressed or brightened', async () => {
    const picture = sharp(await readFile(DRAWN));
    const original = await perceptualHash(await picture.clone().png().toBuffer());
    expect(original).toMatch(/^[0-9a-f]{16}$/);
    const copies = [
      picture.clone().jpeg({ quality: 40 }),
      picture.clone().resize(500).png(),
      picture.clone().linear(0.9, 20).png(),
      picture.clone().greyscale().tiff(),
    ];
    for (const copy of copies) {
      expect(hammingDistance(original, await perceptualHash(await copy.toBuffer()))).toBeLessThanOrEqual(6);
    }
  });

  it('changes much when a picture is turned or mirrored', async () => {
    const picture = sharp(await readFile(DRAWN));
    const original = await perceptualHash(await picture.clone().png().toBuffer());
    for (const other of [picture.clone().rotate(180).png(), picture.clone().flop().png()]) {
      expect(hammingDistance(original, await perceptualHash(await other.toBuffer()))).toBeGreaterThan(16);
    }
  });
});

describe('hammingDistance', () => {
  it('counts differing bits', () => {
    expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
    const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(hash, fc.uniqueArray(fc.nat(63)), (bits, flips) => {
        const flipped = flips.reduce((all, flip) => all ^ (1n << BigInt(flip)), bits);
        const hex = (value: bigint): string => value.toString(16).padStart(16, '0');
        expect(hammingDistance(hex(bits), hex(flipped))).toBe(flips.length);
      }),
    );
  });
});
