import type { SniffedImage } from '../../pages/index.ts';

/** What the file behind an image says. */
export type MediaFacts =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'found';
      readonly bytes: number;
      /** Bytes that the file had when the data set was made. */
      readonly expectedBytes?: number | undefined;
      readonly sniffed: SniffedImage;
    };

/** Looks up the file behind an S3 URI; undefined when that place is out of reach. */
export type MediaLookup = (uri: string) => Promise<MediaFacts | undefined>;
