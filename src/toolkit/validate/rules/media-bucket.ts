import { parseS3Uri } from '../../lib/s3-uri.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** The service looks for media late, so a wrong bucket costs hours. */
export const mediaBucket: RecordRule = {
  code: 'media-bucket',
  severity: 'error',
  remedy: 'Copy the media into the bucket of the training file.',
  source: SOURCES.novaGuide,
  check({ media }, { bucket }, report) {
    if (bucket === undefined) return;
    for (const one of media) {
      const found = typeof one.uri === 'string' ? parseS3Uri(one.uri)?.bucket : undefined;
      if (found === undefined || found === bucket) continue;
      const message = `Expected media in the bucket of the training file, ${bucket}, but got ${found}.`;
      report({ pointer: one.uriPointer, message });
    }
  },
};
