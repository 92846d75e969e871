import type { SniffedImage } from '../../pages/index.ts';
import type { MediaKind } from './record-view.ts';

/** What the file behind an image, video or document says. */
export type MediaFacts =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'found';
      readonly bytes: number;
      /** Bytes that the file had when the data set was made. */
      readonly expectedBytes?: number | undefined;
      /** Of an image. */
      readonly sniffed?: SniffedImage;
      /** What the first bytes of a video or document are like; undefined when like nothing known. */
      readonly container?: Container | undefined;
    };

/** Families of files that share their first bytes. */
export type Container = 'pdf' | 'mp4 or mov' | 'mkv or webm';

/** Looks up the file behind an S3 URI; undefined when that place is out of reach. */
export type MediaLookup = (uri: string, kind: MediaKind, signal?: AbortSignal) => Promise<MediaFacts | undefined>;

/** https://www.iso.org/standard/83102.html, https://www.rfc-editor.org/rfc/rfc8794, ISO 32000: a PDF header may stand in the first 1024 bytes. */
export function containerOf(header: Uint8Array): Container | undefined {
  const text = Buffer.from(header.buffer, header.byteOffset, Math.min(header.length, 1024)).toString('latin1');
  if (text.includes('%PDF-')) return 'pdf';
  if (['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(text.slice(4, 8))) return 'mp4 or mov';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'mkv or webm';
  return undefined;
}
