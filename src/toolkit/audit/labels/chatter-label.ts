import { findOnPage } from '../fields/find-on-page.ts';
import type { AuditedDocument, AuditRule } from '../rule.ts';
import { isErrorText } from './error-words.ts';
import { extractValue } from './extract-value.ts';
import { proposedFor, withProposal } from './propose.ts';
import { tidyText } from './tidy-text.ts';

/** Talk around the value: sentences, quotes, markup, explanations. A model trained on it learns to talk. */
export const chatterLabel: AuditRule = {
  codes: ['label-chatter'],
  *check({ documents }) {
    for (const document of documents) {
      const { value, found } = extractValue(document.label);
      if (found.length === 0 || isErrorText(document.label) || isPrinted(document)) continue;
      yield {
        document: document.id,
        code: 'label-chatter',
        severity: 'error',
        message: `Expected the bare value, got ${found.join(' and ')} around ${JSON.stringify(value)}.`,
        remedy: 'Keep the value alone.',
        ...withProposal(proposedFrom(document, tidyText(value))),
      };
    }
  },
};

/** The label stands on the page as it is, so it is the value. */
const isPrinted = ({ label, texts }: AuditedDocument): boolean =>
  texts.length > 0 && findOnPage(label, texts).edits === 0 && !/["“”`*{}]/u.test(label);

/** The page's own reading when there is one: the value inside the talk may be wrong, too. */
function proposedFrom(document: AuditedDocument, value: string): string | undefined {
  const better = document.reading === undefined ? undefined : proposedFor(document);
  return better ?? (value === '' ? undefined : value);
}
