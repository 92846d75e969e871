import type { Estimate, Proportion } from '../../toolkit/index.ts';

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `90.0 % (18 of 20, 95 % interval 69.9 to 97.2)` */
export const describeShare = ({ successes, total, value, low, high }: Proportion): string =>
  `${percent(value)} (${successes} of ${total}, 95 % interval ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)})`;

/** `0.912 (0.874 to 0.941)` */
export const describeEstimate = ({ value, low, high }: Estimate): string =>
  `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;

/** `95.0 [83.5–98.6]`, for cells. */
export const shareCell = (share: Proportion | undefined): string =>
  share === undefined
    ? '–'
    : `${(share.value * 100).toFixed(1)} [${(share.low * 100).toFixed(0)}–${(share.high * 100).toFixed(0)}]`;
