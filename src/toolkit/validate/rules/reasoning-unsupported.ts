import { type RecordRule, SOURCES } from '../rule.ts';

export const reasoningUnsupported: RecordRule = {
  code: 'reasoning-unsupported',
  severity: 'error',
  remedy: 'Remove the reasoning, or train nova-2-lite.',
  source: SOURCES.nova2Guide,
  check({ others }, { model }, report) {
    if (model.reasoning) return;
    for (const { kind, block } of others) {
      if (kind !== 'reasoningContent') continue;
      const message = `Expected no reasoning for ${model.name}: nova-2-lite alone is trained on it.`;
      report({ pointer: `${block.pointer}/reasoningContent`, message });
    }
  },
};
