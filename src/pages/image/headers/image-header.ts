/** Image formats that can be read. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'tiff';
/** Formats that are recognised only to be named in messages. */
export type OtherFormat = 'pdf' | 'heic' | 'avif' | 'svg';

/** What a header says about the picture. */
export interface ImageHeader {
  /** Pixels as stored, before `orientation` is applied. */
  readonly width: number;
  readonly height: number;
  /** More than one frame or page; only the first is ever read. */
  readonly animated: boolean;
  /** EXIF orientation 1 to 8: 1 is upright, 5 to 8 swap width and height. 1 when the file does not say. */
  readonly orientation: number;
}
