import type { Finding } from '../../model/finding.ts';
import type { ImageNote } from './plan-image.ts';

/** What a reader of the manifest should know about an image of which a part was left out. */
export function noteFinding(note: ImageNote, document: string): Finding {
  if (note === 'image-animated') {
    return {
      code: note,
      severity: 'warning',
      message: 'Expected a still image, but it is animated; the first frame is used.',
      remedy: 'Check that the first frame shows the document.',
      file: document,
    };
  }
  return {
    code: note,
    severity: 'info',
    message: 'The TIFF file has several pages; the first one is used.',
    remedy: 'When other pages matter, split it into one file a page.',
    file: document,
  };
}
