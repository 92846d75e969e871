import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawInvoice } from './index.ts';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('photos of one invoice differ in bytes and agree in truth; another invoice has another number', async () => {
  const first = await drawInvoice({ seed: 4, index: 0, photo: 0 });
  const second = await drawInvoice({ seed: 4, index: 0, photo: 1 });
  const other = await drawInvoice({ seed: 4, index: 1 });
  expect(sha(second.bytes)).not.toBe(sha(first.bytes));
  expect(second.truth).toEqual(first.truth);
  expect(other.truth.invoiceNumber).not.toBe(first.truth.invoiceNumber);
  expect([first.name, second.name, other.name]).toEqual(['vat-0000-1.jpg', 'vat-0000-2.jpg', 'vat-0001-1.jpg']);
});

test('photo 0 is the default and repeats byte for byte', async () => {
  const first = await drawInvoice({ seed: 9, index: 6 });
  const again = await drawInvoice({ seed: 9, index: 6, photo: 0 });
  expect(sha(again.bytes)).toBe(sha(first.bytes));
});

test('any seed and index draw a colour JPEG of 1600 pixels with whole ground truth', async () => {
  const number = fc.integer({ min: 0, max: 2 ** 31 });
  await fc.assert(
    fc.asyncProperty(number, number, fc.integer({ min: 0, max: 9 }), async (seed, index, photo) => {
      const { bytes, truth } = await drawInvoice({ seed, index, photo });
      const { format, width, height = 0, channels } = await sharp(bytes).metadata();
      expect({ format, width, channels }).toEqual({ format: 'jpeg', width: 1600, channels: 3 });
      expect(height).toBeGreaterThan(900);
      expect(bytes.length).toBeLessThan(1024 * 1024);
      expect(truth.seller?.length).toBeGreaterThan(4);
      expect(truth.buyer?.length).toBeGreaterThan(3);
      expect(truth.seller).not.toBe(truth.buyer);
      expect(truth.invoiceNumber).toMatch(/^\d{8}$/);
      expect(truth.issueDate).toMatch(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)$/);
      expect(truth.totalWithTax).toMatch(/^\d+\.\d\d$/);
    }),
    { numRuns: 25 },
  );
});

test('numbers that are not whole are refused', async () => {
  await expect(drawInvoice({ seed: 1, index: Number.NaN })).rejects.toThrow(/index.*NaN/);
});
