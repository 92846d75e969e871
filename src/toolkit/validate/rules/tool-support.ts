import { type RecordRule, SOURCES } from '../rule.ts';

/** The guide says that tool use is not supported and may fail the job; AWS's validator says that Nova 2 Lite supports it. */
export const toolSupport: RecordRule = {
  code: 'tool-support',
  severity: 'error',
  remedy: 'Write the calls and results as text, or leave them out.',
  source: SOURCES.nova2Guide,
  check({ fields, others }, { model }, report) {
    const use = others.find(({ kind }) => kind !== 'reasoningContent');
    if (use === undefined && fields.toolConfig === undefined) return;
    const pointer = fields.toolConfig === undefined ? `${use?.block.pointer}/${use?.kind}` : '/toolConfig';
    if (model.name === 'nova-2-lite') {
      const message =
        'Expected no tools: sources disagree on whether nova-2-lite trains on them, and the job may fail.';
      report({ pointer, severity: 'warning', message });
    } else {
      report({ pointer, message: `Expected no tools, since the training format of ${model.name} has none.` });
    }
  },
};
