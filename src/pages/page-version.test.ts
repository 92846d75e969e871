import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { PAGE_VERSION } from './page-version.ts';

it('names the libraries that are installed, so that an update cannot reuse old pages', async () => {
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  expect(PAGE_VERSION).toContain(`onnxruntime.${version}`);
  expect(PAGE_VERSION).toContain(`sharp.${sharp.versions.sharp}`);
});

it('can name a folder', () => {
  expect(PAGE_VERSION).toMatch(/^[\w.-]{1,100}$/);
});
