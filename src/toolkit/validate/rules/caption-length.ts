import { type RecordRule, SOURCES } from '../rule.ts';

/** Characters. */
const [SHORTEST, LONGEST] = [3, 1024];

export const captionLength: RecordRule = {
  code: 'caption-length',
  severity: 'error',
  remedy: 'Describe the image in a sentence or two.',
  source: SOURCES.canvasGuide,
  check({ texts }, _context, report) {
    const [caption] = texts;
    if (caption === undefined) return;
    const { length } = caption.text;
    if (length >= SHORTEST && length <= LONGEST) return;
    const message = `Expected a caption of ${SHORTEST} to ${LONGEST} characters, but it has ${length}.`;
    report({ pointer: caption.pointer, message });
  },
};
