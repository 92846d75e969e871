import { type RecordRule, SOURCES } from '../rule.ts';

/** Video goes with nothing else. An image beside a document is allowed by one of AWS's tools and refused by another. */
export const mixedMedia: RecordRule = {
  code: 'mixed-media',
  severity: 'error',
  remedy: 'Split the record: images in one data set, videos in another.',
  source: SOURCES.novaGuide,
  check({ media }, { model }, report) {
    if (media.length < 2) return;
    const of = (kind: string) => media.find((one) => one.kind === kind);
    const [image, video, document] = [of('image'), of('video'), of('document')];
    if (video !== undefined && image !== undefined) {
      const message = `Expected either images or videos in a record, but there is an image at ${image.pointer} as well.`;
      report({ pointer: video.mediaPointer, message });
    }
    if (document === undefined || !model.documents) return;
    if (video !== undefined) {
      const message = `Expected either videos or documents in a record, but there is a document at ${document.pointer} as well.`;
      report({ pointer: video.mediaPointer, message, remedy: 'Split the record.' });
    } else if (image !== undefined) {
      report({
        pointer: document.mediaPointer,
        severity: 'warning',
        message: `Expected either images or documents in a record, but there is an image at ${image.pointer} as well; sources disagree on whether that is allowed.`,
        remedy: 'Split the record, or render the document to images.',
      });
    }
  },
};
