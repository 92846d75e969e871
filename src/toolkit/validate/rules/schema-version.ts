import { EXAMPLE_SCHEMA_VERSION } from '../../model/example.ts';
import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** AWS's own tools disagree on whether it may be missing, so that is a warning; another value is an error. */
export const schemaVersion: RecordRule = {
  code: 'schema-version',
  severity: 'error',
  remedy: `Write "schemaVersion": "${EXAMPLE_SCHEMA_VERSION}".`,
  source: SOURCES.novaGuide,
  check({ value, fields }, { method }, report) {
    const version = fields.schemaVersion;
    if (version === EXAMPLE_SCHEMA_VERSION || fields !== value) return;
    const pointer = '/schemaVersion';
    if (version === undefined) {
      const message = `Expected "${EXAMPLE_SCHEMA_VERSION}", but the key is missing.`;
      // Distillation prompts are refused without it.
      report(method === 'distillation' ? { pointer, message } : { pointer, message, severity: 'warning' });
    } else if (typeof version === 'string') {
      report({ pointer, message: `Expected "${EXAMPLE_SCHEMA_VERSION}", but got ${show(version)}.` });
    }
  },
};
