import { type RecordRule, SOURCES } from '../rule.ts';

export const recordId: RecordRule = {
  code: 'record-id',
  severity: 'error',
  remedy: 'Give the record an id, or leave the key out.',
  source: SOURCES.awsValidator,
  check({ fields }, _context, report) {
    if (typeof fields.id === 'string' && fields.id.trim() === '')
      report({ pointer: '/id', message: 'Expected an id, but it is empty.' });
  },
};
