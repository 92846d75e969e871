import { type SetRule, SOURCES } from '../rule.ts';

/** Reported at the first record that differs from the first. */
export const reasoningConsistency: SetRule = {
  code: 'reasoning-consistency',
  severity: 'warning',
  remedy: 'Give reasoning in every record, or in none.',
  source: SOURCES.nova2Guide,
  start({ model }) {
    if (!model.reasoning) return {};
    let first: boolean | undefined;
    let reported = false;
    return {
      record({ view: { messages, others } }, report) {
        if (reported || messages.length === 0) return;
        const has = others.some(({ kind }) => kind === 'reasoningContent');
        first ??= has;
        if (has === first) return;
        reported = true;
        const message = `Expected reasoning in every record or in none, but this record ${has ? 'has' : 'lacks'} it while the first ${has ? 'lacks' : 'has'} it.`;
        report({ message });
      },
    };
  },
};
