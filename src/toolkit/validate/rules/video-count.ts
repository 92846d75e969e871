import { type RecordRule, SOURCES } from '../rule.ts';

export const videoCount: RecordRule = {
  code: 'video-count',
  severity: 'error',
  remedy: 'Keep one video in each record.',
  source: SOURCES.novaGuide,
  check({ media }, _context, report) {
    if (media.length < 2) return;
    const videos = media.filter(({ kind }) => kind === 'video');
    const second = videos[1];
    if (second === undefined) return;
    report({ pointer: second.pointer, message: `Expected at most 1 video in a record, but got ${videos.length}.` });
  },
};
