import type { MessageView, TextView } from '../record-view.ts';
import { type RecordRule, SOURCES, type Violation } from '../rule.ts';

/** Beside an image an empty text is only odd; alone, or as an answer, it is refused. */
export const emptyText: RecordRule = {
  code: 'empty-text',
  severity: 'error',
  remedy: 'Write the text, or remove the block.',
  source: SOURCES.awsValidator,
  *check({ system, messages }) {
    for (const text of system) yield* emptiness(text, false);
    for (const message of messages) {
      const excused = message.role === 'user' && hasMedia(message);
      for (const block of message.blocks) if (block.kind === 'text') yield* emptiness(block, excused);
    }
  },
};

function hasMedia({ blocks }: MessageView): boolean {
  return blocks.some((block) => block.kind !== 'text' && block.kind !== 'other');
}

function* emptiness({ text, pointer }: TextView, excused: boolean): Generator<Violation> {
  if (text.trim() !== '') return;
  const message = `Expected some text, but got ${text === '' ? 'an empty string' : 'blanks only'}.`;
  yield excused ? { pointer, message, severity: 'warning' } : { pointer, message };
}
