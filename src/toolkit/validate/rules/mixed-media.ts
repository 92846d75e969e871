import { type RecordRule, SOURCES } from '../rule.ts';

export const mixedMedia: RecordRule = {
  code: 'mixed-media',
  severity: 'error',
  remedy: 'Split the record: images in one data set, videos in another.',
  source: SOURCES.novaGuide,
  *check({ media }) {
    const video = media.find(({ kind }) => kind === 'video');
    const image = media.find(({ kind }) => kind === 'image');
    if (video === undefined || image === undefined) return;
    yield {
      pointer: `${video.pointer}/video`,
      message: `Expected either images or videos in a record, but there is an image at ${image.pointer} as well.`,
    };
  },
};
