import type { AuditRule } from '../rule.ts';
import { isPlaceholder } from './placeholder.ts';
import { isSameValue, proposedFor, withProposal } from './propose.ts';

/** Empty labels, and words that only say that there is none. A class of that name is a label. */
export const missingLabel: AuditRule = {
  codes: ['label-empty', 'label-placeholder'],
  *check({ documents, task }) {
    const classes = task?.kind === 'classification' ? task.classes : [];
    for (const document of documents) {
      const label = document.label.trim();
      const isEmpty = label === '';
      if (!isEmpty && !(isPlaceholder(label) && !classes.some(({ name }) => isSameValue(name, label)))) continue;
      yield {
        document: document.id,
        code: isEmpty ? 'label-empty' : 'label-placeholder',
        severity: 'error',
        message: `Expected a label, got ${isEmpty ? 'nothing' : `${JSON.stringify(label)}, which only says that there is none`}.`,
        remedy: 'Write the label, or take the document out.',
        ...withProposal(proposedFor(document)),
      };
    }
  },
};
