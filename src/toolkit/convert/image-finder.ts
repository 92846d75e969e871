import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sniffImage } from '../../pages/index.ts';
import { decodeDataUrl, isDataUrl } from '../lib/data-url.ts';
import { IMAGE_LIMITS } from '../lib/image-limits.ts';
import { liesInside } from '../lib/inside-folder.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../model/example.ts';
import type { ProblemCode } from './problem-codes.ts';

export type FoundImage =
  | { readonly kind: 'found'; readonly bytes: Uint8Array; readonly format: ImageFormat }
  | { readonly kind: 'wrong'; readonly code: ProblemCode; readonly message: string };

type Located = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | (FoundImage & { readonly kind: 'wrong' });

/**
 * Finds images by what records call them: data URLs, paths inside a folder, and addresses (`https:`, `s3:`) whose file is in that folder.
 * Nothing is fetched. Memory: one image at a time, and some 200 bytes for each file that an address led to.
 */
export class ImageFinder {
  readonly #folder: string;
  /** Address by file, to notice when two lead to one. */
  readonly #addresses = new Map<string, string>();

  /** @param folder real path of the folder of images */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async find(source: string): Promise<FoundImage> {
    const located = await this.#locate(source);
    return located.kind === 'wrong' ? located : recognise(located.bytes);
  }

  async #locate(source: string): Promise<Located> {
    if (isDataUrl(source)) {
      const decoded = decodeDataUrl(source);
      if (decoded !== undefined) return { kind: 'bytes', bytes: decoded.bytes };
      return wrong('data-url-invalid', 'Expected an image as a base64 data URL, but it cannot be decoded.');
    }
    const address = /^(https?|s3):\/\/([^?#]+)/i.exec(source);
    if (address === null) return this.#read(source.replace(/^file:\/\//i, ''));
    return this.#locateAddress(source, address[2] ?? '');
  }

  /** The longest end of the address that is a path in the folder: `host/a/b.png`, `a/b.png`, `b.png`. */
  async #locateAddress(source: string, address: string): Promise<Located> {
    const names = address.split('/').map(decodeName);
    for (let skipped = 0; skipped < names.length; skipped++) {
      const path = names.slice(skipped).join('/');
      const file = resolve(this.#folder, path);
      if (path === '' || !(await isFile(file))) continue;
      const known = this.#addresses.get(file) ?? source;
      this.#addresses.set(file, known);
      if (known === source) return this.#read(path);
      return wrong(
        'image-ambiguous',
        `Expected a file for each address, but ${known} and ${source} both lead to ${path}.`,
      );
    }
    const code = source.startsWith('s3:') ? 'image-missing' : 'image-remote';
    return wrong(code, `Expected the image ${source} in ${this.#folder}, but it is not there, and nothing is fetched.`);
  }

  async #read(path: string): Promise<Located> {
    const file = resolve(this.#folder, path);
    const entry = await stat(file).catch(() => undefined);
    if (entry?.isFile() !== true) {
      return wrong('image-missing', `Expected the image ${path} in ${this.#folder}, but it is not there.`);
    }
    if (!(await liesInside(this.#folder, file))) {
      return wrong('path-outside-folder', `Expected images inside ${this.#folder}, but ${path} lies outside.`);
    }
    if (entry.size > IMAGE_LIMITS.maxBytes) return tooLarge(entry.size);
    return { kind: 'bytes', bytes: await readFile(file) };
  }
}

function recognise(bytes: Uint8Array): FoundImage {
  if (bytes.length > IMAGE_LIMITS.maxBytes) return tooLarge(bytes.length);
  const sniffed = sniffImage(bytes);
  if (sniffed.kind === 'broken') {
    return wrong('image-broken', `Expected a whole ${sniffed.format} image, but ${sniffed.reason}.`);
  }
  const name = sniffed.kind === 'unknown' ? 'no image' : sniffed.format;
  const format = IMAGE_FORMATS.find((one) => one === name);
  if (format !== undefined) return { kind: 'found', bytes, format };
  return wrong('image-format-unsupported', `Expected a PNG, JPEG, GIF or WebP image, but its bytes are ${name}.`);
}

function tooLarge(bytes: number): FoundImage & { readonly kind: 'wrong' } {
  return wrong('image-file-too-large', `Expected at most ${IMAGE_LIMITS.maxBytes} bytes, but the image has ${bytes}.`);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function wrong(code: ProblemCode, message: string): FoundImage & { readonly kind: 'wrong' } {
  return { kind: 'wrong', code, message };
}
