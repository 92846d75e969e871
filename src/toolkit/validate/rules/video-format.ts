import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const videoFormat: RecordRule = {
  code: 'video-format',
  severity: 'error',
  remedy: 'Convert the video to MP4 and write "mp4".',
  source: SOURCES.novaGuide,
  check({ media }, { model }, report) {
    for (const one of media) {
      const { kind, format } = one;
      if (kind !== 'video' || typeof format !== 'string' || model.videoFormats.includes(format)) continue;
      const message = `Expected one of ${model.videoFormats.join(', ')} for ${model.name}, but got ${show(format)}.`;
      report({ pointer: one.formatPointer, message });
    }
  },
};
