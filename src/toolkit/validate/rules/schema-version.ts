import { EXAMPLE_SCHEMA_VERSION } from '../../model/example.ts';
import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** AWS's own tools disagree on whether it may be missing, so that is a warning; another value is an error. */
export const schemaVersion: RecordRule = {
  code: 'schema-version',
  severity: 'error',
  remedy: `Write "schemaVersion": "${EXAMPLE_SCHEMA_VERSION}".`,
  source: SOURCES.novaGuide,
  *check({ value }) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const pointer = '/schemaVersion';
    if (!('schemaVersion' in value)) {
      yield { pointer, severity: 'warning', message: `Expected "${EXAMPLE_SCHEMA_VERSION}", but the key is missing.` };
    } else if (typeof value.schemaVersion === 'string' && value.schemaVersion !== EXAMPLE_SCHEMA_VERSION) {
      yield { pointer, message: `Expected "${EXAMPLE_SCHEMA_VERSION}", but got ${show(value.schemaVersion)}.` };
    }
  },
};
