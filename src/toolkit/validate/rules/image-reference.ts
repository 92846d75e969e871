import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const EXTENSION = /\.(?:png|jpe?g)$/i;

/** The images must be PNG or JPEG; the name is only a hint of what they are. */
export const imageReference: RecordRule = {
  code: 'image-reference',
  severity: 'warning',
  remedy: 'Convert the image to PNG or JPEG, and name it so.',
  source: SOURCES.canvasGuide,
  check({ media }, _context, report) {
    for (const { uri, uriPointer } of media) {
      if (typeof uri !== 'string' || EXTENSION.test(uri)) continue;
      report({
        pointer: uriPointer,
        message: `Expected a name that ends with .png, .jpg or .jpeg, but got ${show(uri)}.`,
      });
    }
  },
};
