import { open } from 'node:fs/promises';
import { sniffImage } from '../../pages/index.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../model/example.ts';

/** A header fits in this many bytes unless a camera put a large preview before it. */
const HEADER_BYTES = 256 * 1024;

/** The format of a file's bytes, whatever its name says; undefined when Nova does not read it. */
export async function imageFormatOf(file: string): Promise<ImageFormat | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const sniffed = sniffImage(buffer.subarray(0, bytesRead));
    return sniffed.kind === 'image' ? IMAGE_FORMATS.find((format) => format === sniffed.format) : undefined;
  } finally {
    await handle.close();
  }
}
