import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** The guide lists it among the fields; AWS's validator lets it be absent, since a grader may do without. */
export const referenceAnswer: RecordRule = {
  code: 'reference-answer',
  severity: 'error',
  remedy: 'Write what the grader compares with, as a string or an object.',
  source: SOURCES.rftGuide,
  check({ value, fields }, _context, report) {
    if (fields !== value) return;
    const answer = fields.reference_answer;
    const pointer = '/reference_answer';
    if (answer === undefined) {
      const message =
        'Expected what the grader compares with, but the key is missing; the guide asks for it, though graders may do without.';
      report({ pointer, severity: 'warning', message });
    } else if (typeof answer === 'string') {
      if (answer.trim() === '') report({ pointer, message: 'Expected an answer, but the string is empty.' });
    } else if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      report({ pointer, message: `Expected a string or an object, but got ${show(answer)}.` });
    } else if (Object.keys(answer).length === 0) {
      report({ pointer, message: 'Expected an answer, but the object is empty.' });
    }
  },
};
