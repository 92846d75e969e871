import { type AuditItem, type AuditReport, audit, auditGate } from '../../audit/index.ts';
import { DataError } from '../../errors.ts';
import { forward } from '../forward.ts';
import { abortable, type PipelineStep, type StepContext } from '../pipeline-step.ts';
import { openSource } from './prepare.ts';

export const auditStep: PipelineStep = {
  name: 'audit',
  wanted: ({ audit }) => audit !== undefined && audit !== false,
  isDone: () => false, // It notices changed labels; pages that were read come from the reader's cache.
  async *run(context) {
    const { recipe, run, pages } = context;
    const settings = recipe.audit || {};
    const options = {
      task: recipe.task,
      fieldDescription: settings.fieldDescription ?? recipe.task.field,
      ...abortable(context),
    };
    const work = audit(sourceItems(context), options, pages ? { reader: pages } : {});
    const report: AuditReport = yield* forward(work, (event) => ({ step: 'audit', event }) as const);
    await run.write('audit', report);
    const { passed, message } = auditGate(report, settings);
    const unread = pages === undefined ? ' No pages were read.' : '';
    if (passed) return `${message}${unread}`;
    throw new DataError('audit-gate-closed', `${message}${unread}`, {
      remedy: `Every finding is in ${run.file('audit')}; correct the labels, or set audit.maxFlaggedShare in the recipe.`,
    });
  },
};

async function* sourceItems({ recipe, hub, signal }: StepContext): AsyncGenerator<AuditItem> {
  for await (const item of openSource(recipe, hub).documents(signal)) {
    if (item.kind === 'document') yield item.document;
    else if (item.kind === 'skipped') yield item.skipped;
  }
}
