import { type RecordRule, SOURCES } from '../rule.ts';

/** The documents show reasoning as the first block of an answer and say nothing of other places. */
export const reasoningOrder: RecordRule = {
  code: 'reasoning-order',
  severity: 'warning',
  remedy: 'Put the reasoning before the answer.',
  source: SOURCES.nova2Guide,
  check({ others, messages }, { model }, report) {
    if (others.length === 0 || !model.reasoning) return;
    for (const { blocks } of messages) {
      const late = blocks.slice(1).find(({ kind }) => kind === 'reasoningContent');
      if (late === undefined) continue;
      const message = 'Expected reasoning as the first block of its message, but it comes later.';
      report({ pointer: `${late.pointer}/reasoningContent`, message });
    }
  },
};
