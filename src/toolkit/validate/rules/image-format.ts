import { IMAGE_FORMATS } from '../../model/example.ts';
import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** `jpg` is the most common mistake: the service answers it with "invalid data schema/format" and nothing more. */
export const imageFormat: RecordRule = {
  code: 'image-format',
  severity: 'error',
  remedy: `Use one of ${IMAGE_FORMATS.join(', ')}, and convert the image if it is none of them.`,
  source: SOURCES.novaGuide,
  *check({ media }, { model }) {
    for (const { kind, format, pointer } of media) {
      if (kind !== 'image' || typeof format !== 'string') continue;
      const at = `${pointer}/image/format`;
      if (format === 'webp' && model.name === 'nova-2-lite') {
        yield {
          pointer: at,
          severity: 'warning',
          message: 'Expected png, jpeg or gif: sources disagree on whether nova-2-lite trains on webp.',
        };
      } else if (!(IMAGE_FORMATS as readonly string[]).includes(format)) {
        const remedy = /^jpg$/i.test(format) ? { remedy: 'Write "jpeg".' } : {};
        yield {
          pointer: at,
          message: `Expected one of ${IMAGE_FORMATS.join(', ')}, but got ${show(format)}.`,
          ...remedy,
        };
      }
    }
  },
};
