import { sniffImage } from '../../pages/index.ts';
import { DataError } from '../errors.ts';
import { IMAGE_LIMITS } from '../lib/image-limits.ts';
import type { Prompts } from '../model/task.ts';

/** Largest image inside a request, bytes. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ImageBlock.html (3.75 MB) */
export const MAX_INLINE_IMAGE_BYTES = 3.75 * 1024 * 1024;
/** Largest request, bytes. https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html (25 MB) */
const MAX_REQUEST_BYTES = 25_000_000;

/** Why a question need not be sent: the service refuses it. Pure. */
export function whyRefused(image: Uint8Array, { system, task }: Prompts): DataError | undefined {
  const { maxSide } = IMAGE_LIMITS;
  if (image.length > MAX_INLINE_IMAGE_BYTES) {
    const message = `Expected an image of at most 3.75 MB (${MAX_INLINE_IMAGE_BYTES} bytes) in a request, but it has ${image.length} bytes. Prepare it with a smaller longest side, or as JPEG.`;
    return new DataError('image-too-large-to-send', message);
  }
  const header = sniffImage(image);
  if (header.kind === 'image' && Math.max(header.width, header.height) > maxSide) {
    const message = `Expected at most ${maxSide} pixels on either side, but the image has ${header.width} × ${header.height}. Prepare it with a smaller longest side.`;
    return new DataError('image-too-large-to-send', message);
  }
  // Base64 takes four bytes for three.
  const request = Math.ceil(image.length / 3) * 4 + Buffer.byteLength(system) + Buffer.byteLength(task);
  if (request <= MAX_REQUEST_BYTES) return undefined;
  const message = `Expected a request of at most 25 MB, but image and prompts come to ${request} bytes. Shorten the prompts.`;
  return new DataError('request-too-large', message);
}
