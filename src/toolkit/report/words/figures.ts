/** `12,345` */
export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `95.0 %` */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `+4.2`, `−4.2`: a share in points, signed. */
export const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;

/** `< 0.001` or `= 0.012` */
export const pValueText = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`);
