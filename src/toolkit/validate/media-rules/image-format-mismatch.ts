import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

/** The format that the bytes have counts, not the name of the file. */
export const imageFormatMismatch: MediaRule = {
  code: 'image-format-mismatch',
  severity: 'error',
  remedy: 'State the format that the bytes have, or convert the image.',
  source: SOURCES.forgeSdk,
  check({ format, formatPointer: pointer }, facts, { method, model }, report) {
    if (facts.kind !== 'found' || facts.sniffed === undefined) return;
    const { sniffed } = facts;
    const found = sniffed.kind === 'unknown' ? 'no image' : sniffed.format;
    if (method === 'canvas') {
      if (!model.imageFormats.includes(found))
        report({ pointer, message: `Expected a PNG or JPEG file, but it is ${found}.`, remedy: 'Convert the image.' });
    } else if (typeof format === 'string' && found !== format) {
      report({ pointer, message: `Expected bytes of the stated format ${show(format)}, but the file is ${found}.` });
    }
  },
};
