import type { AuditRule } from '../rule.ts';
import { withProposal } from './propose.ts';
import { tidyText } from './tidy-text.ts';

const INVISIBLE = /[\p{Cc}\p{Cf}\uFFFD]/u;

/** Odd widths, brackets, blanks and invisible characters: an exact comparison would count them as errors. */
export const untidyLabel: AuditRule = {
  codes: ['label-untidy'],
  *check({ documents, task }) {
    if (task?.kind === 'classification') return;
    for (const document of documents) {
      const { label } = document;
      const tidy = tidyText(label);
      if (tidy === label || tidy === '') continue;
      yield {
        document: document.id,
        code: 'label-untidy',
        severity: INVISIBLE.test(label) ? 'warning' : 'info',
        message: `Expected plain spacing and one width of brackets, letters and figures, got ${JSON.stringify(label)}.`,
        remedy: 'Write it as proposed, the same way in the whole set.',
        ...withProposal(tidy),
      };
    }
  },
};
