import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import type { ImageRecipe } from '../../model/dataset.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../../model/example.ts';

/**
 * Longest side by default, pixels. The largest frame that Nova is documented to look at holds about 1.7 megapixels (1300×1300, some 2,600 tokens);
 * an A4 page of 1600 pixels height has 1.8. More pixels cost upload time and give the model nothing; fewer save tokens and lose small print
 * (figures in docs/preparing.md). https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html
 */
export const DEFAULT_MAX_SIDE = 1600;

/** Most pixels of a source image: an A3 page at 600 dpi has 70 million. More is taken for a decompression bomb. */
export const MAX_SOURCE_PIXELS = 100_000_000;

/** What is known of an image before its pixels are decoded. */
export interface ImageFacts {
  /** By magic bytes. */
  readonly format: ImageFormat | 'tiff' | 'bmp';
  /** Pixels as stored, before the orientation is applied. */
  readonly width: number;
  readonly height: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** EXIF, 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** More than one frame, or page of a TIFF file. */
  readonly animated: boolean;
  /** Alpha channel, other than 8 bits a channel, or not RGB or grey: models differ in how they read these. */
  readonly unusual: readonly ('alpha' | 'depth' | 'colours')[];
}

/** What a conversion leaves out: every frame, or every page, but the first. */
export type ImageNote = 'image-animated' | 'image-several-pages';

export type ImagePlan =
  /** The bytes go into the data set as they are. */
  | { readonly kind: 'keep'; readonly format: ImageFormat }
  | {
      readonly kind: 'convert';
      readonly width: number;
      readonly height: number;
      readonly reasons: readonly ConvertReason[];
      readonly note?: ImageNote;
    }
  | { readonly kind: 'skip'; readonly code: string; readonly message: string };

export type ConvertReason = 'format' | 'bytes' | 'side' | 'orientation' | 'animation' | 'alpha' | 'depth' | 'colours';

/** Decides what happens to an image. Pure. Width and height of a conversion are those of the upright result. */
export function planImage(facts: ImageFacts, recipe: ImageRecipe): ImagePlan {
  if (facts.width * facts.height > MAX_SOURCE_PIXELS) {
    const limit = MAX_SOURCE_PIXELS / 1_000_000;
    return skip(
      'image-too-many-pixels',
      `Expected at most ${limit} million pixels, but it has ${facts.width}×${facts.height}.`,
    );
  }
  const upright = uprightSize(facts);
  const { width, height } = shrink(upright, Math.min(recipe.maxSide, IMAGE_LIMITS.maxSide));
  if (Math.min(width, height) < IMAGE_LIMITS.minSide) {
    const after = width < upright.width ? ` after shrinking to ${recipe.maxSide} pixels on the longest side` : '';
    return skip(
      'image-too-small',
      `Expected at least ${IMAGE_LIMITS.minSide} pixels on each side, but it has ${width}×${height}${after}.`,
    );
  }
  const reasons = whyConvert(facts, width < upright.width || height < upright.height);
  const format = IMAGE_FORMATS.find((name) => name === facts.format);
  if (reasons.length === 0 && format !== undefined) return { kind: 'keep', format };
  return { kind: 'convert', width, height, reasons, ...noteOf(facts) };
}

function noteOf({ animated, format }: ImageFacts): { readonly note?: ImageNote } {
  if (!animated) return {};
  return { note: format === 'tiff' ? 'image-several-pages' : 'image-animated' };
}

function whyConvert(facts: ImageFacts, shrinks: boolean): ConvertReason[] {
  const reasons: ConvertReason[] = [];
  if (!isNovaFormat(facts.format)) reasons.push('format');
  if (facts.bytes > IMAGE_LIMITS.maxBytes) reasons.push('bytes');
  if (shrinks) reasons.push('side');
  if (facts.orientation !== 1) reasons.push('orientation');
  if (facts.animated) reasons.push('animation');
  return [...reasons, ...facts.unusual];
}

function uprightSize(facts: ImageFacts): { readonly width: number; readonly height: number } {
  const turned = facts.orientation >= 5;
  return turned ? { width: facts.height, height: facts.width } : { width: facts.width, height: facts.height };
}

function shrink(size: { readonly width: number; readonly height: number }, maxSide: number) {
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

function isNovaFormat(format: ImageFacts['format']): boolean {
  return (IMAGE_FORMATS as readonly string[]).includes(format);
}

function skip(code: string, message: string): ImagePlan {
  return { kind: 'skip', code, message };
}
