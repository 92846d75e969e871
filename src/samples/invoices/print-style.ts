import type { Face } from '../drawing/typefaces.ts';
import type { Random } from '../random.ts';
import type { InvoiceKind } from './invoice.ts';

type Ink = readonly [number, number, number];

/** How one copy of an invoice was printed: the form in one colour, the entries on top of it, a little out of place. */
export interface PrintStyle {
  readonly formInk: Ink;
  readonly entryInk: Ink;
  readonly sealInk: Ink;
  readonly paper: Ink;
  /** Face of digits and Latin letters in the entries. */
  readonly figures: Face;
  readonly entrySize: number;
  /** Offset of the entries from their places on the form, in sheet units. */
  readonly slip: readonly [number, number];
  readonly sealed: boolean;
}

const FORM_INKS: Readonly<Record<InvoiceKind, readonly Ink[]>> = {
  special: [
    [150, 84, 50],
    [165, 95, 40],
    [58, 112, 74],
  ],
  ordinary: [
    [150, 84, 50],
    [140, 60, 60],
    [64, 96, 140],
  ],
  electronic: [
    [160, 70, 45],
    [150, 84, 50],
  ],
};
const ENTRY_INKS: readonly Ink[] = [
  [40, 62, 150],
  [30, 46, 120],
  [70, 80, 120],
  [35, 35, 40],
  [70, 60, 90],
];
const PAPERS: readonly Ink[] = [
  [232, 230, 226],
  [240, 238, 230],
  [226, 230, 234],
  [236, 228, 222],
];

export function choosePrint(random: Random, kind: InvoiceKind): PrintStyle {
  return {
    formInk: random.pick(FORM_INKS[kind]),
    entryInk: kind === 'electronic' ? [30, 30, 34] : random.pick(ENTRY_INKS),
    sealInk: random.pick([
      [200, 40, 50],
      [190, 50, 70],
      [214, 64, 60],
    ]),
    paper: random.pick(PAPERS),
    figures: random.pick(['ibm-plex-mono', 'courier-prime-bold', 'arimo']),
    entrySize: random.between(20, 23),
    slip: kind === 'electronic' ? [0, 0] : [random.between(-12, 22), random.between(-7, 7)],
    sealed: random.chance(0.85),
  };
}
