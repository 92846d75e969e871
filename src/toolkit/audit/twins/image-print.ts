import { perceptualHash } from '../../../pages/index.ts';
import { sha256Hex } from '../../lib/hash.ts';

/** What tells copies of an image. */
export interface ImagePrint {
  /** Of the bytes, hex. */
  readonly sha256: string;
  /** 64 bits as 16 hex digits: what the image looks like. */
  readonly perceptualHash: string;
}

/** @throws {UnreadableImageError} */
export async function printOf(image: Uint8Array): Promise<ImagePrint> {
  return { sha256: sha256Hex(image), perceptualHash: await perceptualHash(image) };
}
