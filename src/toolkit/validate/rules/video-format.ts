import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const VIDEO_FORMATS: readonly string[] = ['mov', 'mkv', 'mp4', 'webm'];

export const videoFormat: RecordRule = {
  code: 'video-format',
  severity: 'error',
  remedy: `Convert the video to one of ${VIDEO_FORMATS.join(', ')}.`,
  source: SOURCES.novaGuide,
  *check({ media }) {
    for (const { kind, format, pointer } of media) {
      if (kind !== 'video' || typeof format !== 'string' || VIDEO_FORMATS.includes(format)) continue;
      yield {
        pointer: `${pointer}/video/format`,
        message: `Expected one of ${VIDEO_FORMATS.join(', ')}, but got ${show(format)}.`,
      };
    }
  },
};
