import { findReservedStrings } from '../../lib/reserved-strings.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** The listed spellings fail the job; AWS's sources disagree about other letter cases, so those are warnings. */
export const reservedString: RecordRule = {
  code: 'reserved-string',
  severity: 'error',
  remedy: 'Reword the text, for instance with a hyphen or another word.',
  source: SOURCES.novaGuide,
  *check({ texts }) {
    for (const { text, pointer } of texts) {
      for (const use of findReservedStrings(text)) {
        const message = `Expected no reserved string, but ${JSON.stringify(use.text)} stands at character ${use.offset + 1}.`;
        yield use.exact ? { pointer, message } : { pointer, message, severity: 'warning' };
      }
    }
  },
};
