import { type RecordRule, SOURCES } from '../rule.ts';

const KINDS = ['text', 'image', 'video', 'document'] as const;

/** Each content block holds one thing. */
export const blockKind: RecordRule = {
  code: 'block-kind',
  severity: 'error',
  remedy: 'Make one block for each text and each image.',
  source: SOURCES.novaGuide,
  *check({ value }) {
    for (const [pointer, block] of blocksOf(value)) {
      const kinds = KINDS.filter((kind) => Object.hasOwn(block, kind));
      if (kinds.length === 1) continue;
      const got = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
      yield { pointer, message: `Expected exactly one of ${KINDS.slice(0, 3).join(', ')}, but got ${got}.` };
    }
  },
};

function* blocksOf(value: unknown): Generator<[pointer: string, block: object]> {
  for (const [m, message] of listAt(value, 'messages').entries()) {
    for (const [c, block] of listAt(message, 'content').entries()) {
      if (typeof block === 'object' && block !== null && !Array.isArray(block))
        yield [`/messages/${m}/content/${c}`, block];
    }
  }
}

function listAt(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const list: unknown = (value as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(list) ? list : [];
}
