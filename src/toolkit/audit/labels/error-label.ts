import { findOnPage } from '../fields/find-on-page.ts';
import type { AuditRule } from '../rule.ts';
import { isErrorText } from './error-words.ts';
import { proposedFor, withProposal } from './propose.ts';

/** Error messages and refusals of the program or model that wrote the labels. */
export const errorLabel: AuditRule = {
  codes: ['label-error-text'],
  *check({ documents }) {
    for (const document of documents) {
      if (!isErrorText(document.label)) continue;
      if (document.texts.length > 0 && findOnPage(document.label, document.texts).edits === 0) continue;
      yield {
        document: document.id,
        code: 'label-error-text',
        severity: 'error',
        message: `Expected a value, got what looks like an error message or a refusal: ${JSON.stringify(document.label)}.`,
        remedy: 'Label the document again; keep errors out of the label column.',
        ...withProposal(proposedFor(document)),
      };
    }
  },
};
