import type { Method } from '../../model/nova.ts';
import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const FORMATS: Readonly<Record<Method, string>> = {
  sft: '{"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"} or {"image"}]}]}',
  distillation: '{"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"}]}]}',
  rft: '{"messages": [{"role", "content": "a text"}], "reference_answer"}',
  canvas: '{"image-ref": "s3://bucket/image.png", "caption": "a text"}',
};

/** Types of all known fields; required ones are there. */
export const recordShape: RecordRule = {
  code: 'record-shape',
  severity: 'error',
  remedy: `Give the field the documented type: ${FORMATS.sft}.`,
  source: SOURCES.novaGuide,
  check({ issues }, { method }, report) {
    for (const issue of issues) {
      if (issue.kind !== 'type') continue;
      const message = `Expected ${issue.expected}, but got ${show(issue.got)}.`;
      const remedy = method === 'sft' ? {} : { remedy: `Give the field the documented type: ${FORMATS[method]}.` };
      report({ pointer: issue.pointer, message, ...remedy });
    }
  },
};
