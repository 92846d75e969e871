import { CUSTOMIZATION_REGION } from '../../model/nova.ts';
import { type SetRule, SOURCES } from '../rule.ts';

/** Known when the files are read from a bucket. */
export const bucketElsewhere: SetRule = {
  code: 'bucket-elsewhere',
  severity: 'error',
  remedy: `Copy the files into a bucket in ${CUSTOMIZATION_REGION}.`,
  source: SOURCES.customizationGuide,
  start: ({ bucket, bucketRegion: region }) => ({
    *end([first]) {
      if (first === undefined || region === undefined || region === CUSTOMIZATION_REGION) return;
      const message = `Expected a bucket in ${CUSTOMIZATION_REGION}, where Nova is customized, but ${bucket} is in ${region}.`;
      yield { file: first.file, message };
    },
  }),
};
