import { MEDIA_KINDS, OTHER_KINDS } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const KINDS = ['text', ...MEDIA_KINDS, ...OTHER_KINDS] as const;
/** A block that is no object is the business of the shape rule. */
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each content block holds one thing. */
export const blockKind: RecordRule = {
  code: 'block-kind',
  severity: 'error',
  remedy: 'Make one block for each text and each image.',
  source: SOURCES.novaGuide,
  check({ messages }, _context, report) {
    for (const { blocks, content } of messages) {
      for (let index = 0; index < blocks.length; index++) {
        const block = blocks[index];
        if (block === undefined || block.kinds === 1) continue;
        if (!isObject((content as readonly unknown[])[index])) continue;
        const kinds = KINDS.filter((kind) => Object.hasOwn(block.value, kind));
        if (kinds.length === 1) continue;
        const got = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
        report({ pointer: block.pointer, message: `Expected exactly one of text, image, video, but got ${got}.` });
      }
    }
  },
};
