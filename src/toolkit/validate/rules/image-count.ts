import { type RecordRule, SOURCES } from '../rule.ts';

const MAX_IMAGES = 10;

export const imageCount: RecordRule = {
  code: 'image-count',
  severity: 'error',
  remedy: 'Spread the images over several records.',
  source: SOURCES.novaGuide,
  check({ media }, _context, report) {
    if (media.length <= MAX_IMAGES) return;
    const images = media.filter(({ kind }) => kind === 'image');
    const first = images[MAX_IMAGES];
    if (first === undefined) return;
    const message = `Expected at most ${MAX_IMAGES} images in a record, but got ${images.length}.`;
    report({ pointer: first.pointer, message });
  },
};
