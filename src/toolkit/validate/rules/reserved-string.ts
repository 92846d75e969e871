import { findReservedStrings } from '../../lib/reserved-strings.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** The listed spellings fail the job; AWS's sources disagree about other letter cases, so those are warnings. */
export const reservedString: RecordRule = {
  code: 'reserved-string',
  severity: 'error',
  remedy: 'Reword the text, for instance with a hyphen or another word.',
  source: SOURCES.novaGuide,
  check({ texts }, _context, report) {
    for (let index = 0; index < texts.length; index++) {
      const view = texts[index];
      if (view?.facts.reserved !== true) continue;
      for (const use of findReservedStrings(view.text)) {
        const message = `Expected no reserved string, but ${JSON.stringify(use.text)} stands at character ${use.offset + 1}.`;
        const { pointer } = view;
        report(use.exact ? { pointer, message } : { pointer, message, severity: 'warning' });
      }
    }
  },
};
