import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** `jpg` is the most common mistake: the service answers it with "invalid data schema/format" and nothing more. */
export const imageFormat: RecordRule = {
  code: 'image-format',
  severity: 'error',
  remedy: 'Use one of png, jpeg, gif, webp, and convert the image if it is none of them.',
  source: SOURCES.novaGuide,
  check({ media }, { model }, report) {
    const formats = model.imageFormats;
    for (const one of media) {
      const { kind, format } = one;
      if (kind !== 'image' || typeof format !== 'string') continue;
      if (formats.includes(format)) {
        if (format !== 'webp' || model.name !== 'nova-2-lite') continue;
        const message = 'Expected png, jpeg or gif: sources disagree on whether nova-2-lite trains on webp.';
        report({ pointer: one.formatPointer, severity: 'warning', message });
        continue;
      }
      const spelling = format.toLowerCase().replace('jpg', 'jpeg');
      report({
        pointer: one.formatPointer,
        message: `Expected one of ${formats.join(', ')}, but got ${show(format)}.`,
        ...(formats.includes(spelling) ? { remedy: `Write "${spelling}".` } : {}),
      });
    }
  },
};
