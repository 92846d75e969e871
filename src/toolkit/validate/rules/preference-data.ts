import { asFields } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** Pairs of better and worse answers, as for direct preference optimization: recognised, since AWS's validator accepts them. */
export const preferenceData: RecordRule = {
  code: 'preference-data',
  severity: 'error',
  remedy:
    'Keep the preferred candidate alone as the content of the last message, or train on SageMaker, where preference optimization of Nova 1 exists.',
  source: SOURCES.customizationGuide,
  check({ fields }, _context, report) {
    const messages = Array.isArray(fields.messages) ? fields.messages : [];
    for (const [index, message] of messages.entries()) {
      if (asFields(message).candidates === undefined) continue;
      const text =
        'Expected an answer, but got candidates with preference labels (DPO): Bedrock has no job type for preference data.';
      report({ pointer: `/messages/${index}/candidates`, message: text });
    }
  },
};
