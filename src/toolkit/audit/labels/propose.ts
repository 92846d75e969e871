import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import { nearestText } from '../fields/find-on-page.ts';
import type { AuditedDocument } from '../rule.ts';
import { tidyText } from './tidy-text.ts';

/** A text this like the label may be what the label meant. */
const LEAST_LIKE = 0.6;

/**
 * The best label for a document: what the page says in the wanted place, else the text of the page most like the label.
 * Undefined when there is neither, or when it is the label itself.
 */
export function proposedFor(document: AuditedDocument): string | undefined {
  const { label, value, reading, texts } = document;
  const found = reading?.text ?? nearestText(value, texts, LEAST_LIKE);
  const proposed = found === undefined ? undefined : tidyText(found);
  return proposed === undefined || proposed === '' || proposed === label ? undefined : proposed;
}

/** `proposed` as an optional member of a finding. */
export const withProposal = (proposed: string | undefined): { readonly proposed?: string } =>
  proposed === undefined ? {} : { proposed };

/** Whether two texts are one value, apart from width, blanks and case. */
export const isSameValue = (a: string, b: string): boolean =>
  normalizeText(a) === normalizeText(b) && textSimilarity(a, b) === 1;
