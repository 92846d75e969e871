import type { Face } from './typefaces.ts';

export const TYPEWRITER: readonly Face[] = ['courier-prime', 'special-elite', 'ibm-plex-mono'];
export const SERIF: readonly Face[] = ['pt-serif', 'eb-garamond'];
export const SANS: readonly Face[] = ['arimo', 'arimo', 'roboto-condensed'];
export const DISPLAY: readonly Face[] = ['anton', 'oswald', 'playfair-display', 'roboto-condensed-bold', 'arimo-bold'];
export const HANDWRITING: readonly Face[] = [
  'caveat',
  'reenie-beanie',
  'shadows-into-light',
  'homemade-apple',
  'cedarville-cursive',
];
export const PRINTED: readonly Face[] = [...SERIF, ...SANS];

const BOLD: Readonly<Partial<Record<Face, Face>>> = {
  arimo: 'arimo-bold',
  'roboto-condensed': 'roboto-condensed-bold',
  'pt-serif': 'pt-serif-bold',
  'eb-garamond': 'eb-garamond-bold',
  'courier-prime': 'courier-prime-bold',
};

/** The heavier cut, or the same face where there is none. */
export const boldOf = (face: Face): Face => BOLD[face] ?? face;

/** Handwriting faces differ in how large they look; the size that matches `size` of print. */
export function writtenSize(face: Face, size: number): number {
  if (face === 'reenie-beanie') return size * 1.75;
  if (face === 'caveat') return size * 1.5;
  if (face === 'homemade-apple') return size * 0.95;
  return HANDWRITING.includes(face) ? size * 1.25 : size;
}
