import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

/** The format that the bytes have counts, not the name of the file. */
export const imageFormatMismatch: MediaRule = {
  code: 'image-format-mismatch',
  severity: 'error',
  remedy: 'State the format that the bytes have, or convert the image.',
  source: SOURCES.forgeSdk,
  *check({ format, pointer }, facts) {
    if (facts.kind !== 'found' || typeof format !== 'string') return;
    const { sniffed } = facts;
    const found = sniffed.kind === 'unknown' ? 'no image' : sniffed.format;
    if (found !== format)
      yield {
        pointer: `${pointer}/image/format`,
        message: `Expected bytes of the stated format ${show(format)}, but the file is ${found}.`,
      };
  },
};
