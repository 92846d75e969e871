import { type RecordRule, SOURCES } from '../rule.ts';

const MAX_IMAGES = 10;

export const imageCount: RecordRule = {
  code: 'image-count',
  severity: 'error',
  remedy: 'Spread the images over several records.',
  source: SOURCES.novaGuide,
  *check({ media }) {
    const images = media.filter(({ kind }) => kind === 'image');
    const first = images[MAX_IMAGES];
    if (first === undefined) return;
    yield {
      pointer: first.pointer,
      message: `Expected at most ${MAX_IMAGES} images in a record, but got ${images.length}.`,
    };
  },
};
