import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import { nearestText } from '../fields/find-on-page.ts';
import type { AuditedDocument, FieldReading } from '../rule.ts';
import { tidyText } from './tidy-text.ts';

/** Below this a value is another one, not another spelling: more than one character in four differs. */
export const SAME_VALUE = 0.75;
/** A reading on this many pages is no slip of the reader. */
const SURE_READINGS = 2;
/** The reader's lines of clear print are this sure or more: 71 of 75 lines read right, none of 3 with a slip, on drawn invoices. */
const SURE_LINE = 0.97;

/** Whether a reading is unlikely to be a slip of the reader. */
export const isSure = ({ readings, confidence }: FieldReading): boolean =>
  readings >= SURE_READINGS || confidence >= SURE_LINE;

/** Whether a reading is on several pages, so that it is no slip. */
export const isConfirmed = ({ readings }: FieldReading): boolean => readings >= SURE_READINGS;

/** A text this like the label may be what the label meant. */
const LEAST_LIKE = 0.6;

/**
 * The best label for a document: what the page says in the wanted place, else the text of the page most like the label.
 * An unsure reading does not overrule a value that it is like.
 * Undefined when there is neither, or when it is the label itself.
 */
export function proposedFor(document: AuditedDocument): string | undefined {
  const { label, value, reading, texts } = document;
  const keepsValue = reading !== undefined && !isSure(reading) && textSimilarity(value, reading.text) >= SAME_VALUE;
  const found = keepsValue ? value : (reading?.text ?? nearestText(value, texts, LEAST_LIKE));
  const proposed = found === undefined ? undefined : tidyText(found);
  return proposed === undefined || proposed === '' || proposed === label ? undefined : proposed;
}

/** `proposed` as an optional member of a finding. */
export const withProposal = (proposed: string | undefined): { readonly proposed?: string } =>
  proposed === undefined ? {} : { proposed };

/** Whether two texts are one value, apart from width, blanks and case. */
export const isSameValue = (a: string, b: string): boolean =>
  normalizeText(a) === normalizeText(b) && textSimilarity(a, b) === 1;
