import type { TextView } from '../record-view.ts';
import { type RecordRule, type Report, SOURCES } from '../rule.ts';

/** Beside an image an empty text is only odd; alone, or as an answer, it is refused. */
export const emptyText: RecordRule = {
  code: 'empty-text',
  severity: 'error',
  remedy: 'Write the text, or remove the block.',
  source: SOURCES.awsValidator,
  check({ texts, messages }, _context, report) {
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index];
      if (text?.facts.blank !== true) continue;
      const message = messages.find(({ blocks }) => blocks.some((block) => block === text.parent));
      const besideMedia = message?.blocks.some(
        ({ kind }) => kind === 'image' || kind === 'video' || kind === 'document',
      );
      reportBlank(text, message?.role === 'user' && besideMedia === true, report);
    }
  },
};

function reportBlank({ text, pointer }: TextView, excused: boolean, report: Report): void {
  const message = `Expected some text, but got ${text === '' ? 'an empty string' : 'blanks only'}.`;
  report(excused ? { pointer, message, severity: 'warning' } : { pointer, message });
}
