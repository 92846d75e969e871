import { normalizeText, textSimilarity } from '../../../pages/index.ts';
import type { AuditFinding } from '../audit-report.ts';
import { findOnPage, hasSameFigures } from '../fields/find-on-page.ts';
import type { AuditContext, AuditedDocument, AuditRule } from '../rule.ts';
import { isErrorText } from './error-words.ts';
import { isOtherField } from './other-field.ts';
import { isPlaceholder } from './placeholder.ts';
import { isConfirmed, isSure, proposedFor, SAME_VALUE, withProposal } from './propose.ts';

/** A spelling that is only a part of what the page says leaves out at least this many characters. */
const LEAST_MISSING = 2;

/** The value stands nowhere on the page, is spelt otherwise there, or is only a part of what stands there. */
export const notOnPage: AuditRule = {
  codes: ['label-not-on-page', 'label-spelling', 'label-incomplete', 'label-elsewhere'],
  *check(context) {
    if (context.task?.kind === 'classification') return;
    const spellings = spellingsRead(context.documents);
    for (const document of context.documents) {
      const skip = document.texts.length === 0 || isPlaceholder(document.label) || isErrorText(document.label);
      const finding = skip || normalizeText(document.value) === '' ? undefined : judge(document, context, spellings);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge(
  document: AuditedDocument,
  { target }: AuditContext,
  spellings: ReadonlyMap<string, number>,
): AuditFinding | undefined {
  const { id, value, reading, texts } = document;
  const { edits, similarity } = findOnPage(value, texts);
  const base = { document: id, ...withProposal(proposedFor(document)) };
  const shown = JSON.stringify(value);
  const nearReading = reading === undefined ? 0 : textSimilarity(value, reading.text);
  if (nearReading === 1 || (reading !== undefined && hasSameFigures(value, reading.text))) return undefined;
  if (similarity < SAME_VALUE) {
    return {
      ...base,
      code: 'label-not-on-page',
      severity: 'error',
      message: `Expected ${target?.description ?? 'the label'} as it stands on the page; ${shown} stands nowhere on it (best match ${percent(similarity)}).`,
      remedy: 'Compare with the image and correct the label.',
    };
  }
  if (edits > 0) {
    const finding = misspelt(document, spellings);
    // A spelling that may be the reader's slip is no proposal.
    return finding.severity === 'info' ? { document: id, ...finding } : { ...base, ...finding };
  }
  if (reading === undefined || isOtherField(document, target)) return undefined;
  const finding = misplaced(document, reading.text);
  return finding && { ...base, ...finding };
}

/** A spelling like the page's: wrong for sure when the page's is read again and again, and never the label's. */
function misspelt(
  document: AuditedDocument,
  spellings: ReadonlyMap<string, number>,
): Omit<AuditFinding, 'document' | 'proposed'> {
  const { value, reading } = document;
  const seenElsewhere = spellings.get(normalizeText(value)) ?? 0;
  const isWrong = seenElsewhere === 0 && reading !== undefined && isConfirmed(reading);
  const isDoubtful = seenElsewhere === 0 && (reading === undefined || isSure(reading));
  const evidence =
    seenElsewhere > 0
      ? `the label’s spelling is read on ${seenElsewhere} other pages`
      : `the label’s spelling is read nowhere`;
  return {
    code: 'label-spelling',
    severity: isWrong ? 'error' : isDoubtful ? 'warning' : 'info',
    message: `Expected the page’s spelling${reading === undefined ? '' : ` ${JSON.stringify(reading.text)} (${reading.readings}× in this set)`}, got ${JSON.stringify(value)}; ${evidence}.`,
    remedy: 'Compare character by character with the image; the reader slips, too.',
  };
}

/** The value stands on the page, but the wanted place says something else. */
function misplaced(
  document: AuditedDocument,
  reading: string,
): Omit<AuditFinding, 'document' | 'proposed'> | undefined {
  const { value } = document;
  const [short, long] = [normalizeText(value), normalizeText(reading)];
  // The reader broke the value; the label is the whole of it.
  if (short.includes(long)) return undefined;
  const isPart = long.includes(short) && long.length - short.length >= LEAST_MISSING;
  if (isPart) {
    return {
      code: 'label-incomplete',
      severity: 'error',
      message: `Expected the whole value ${JSON.stringify(reading)}, got a part of it: ${JSON.stringify(value)}.`,
      remedy: 'Write the value as it stands on the page.',
    };
  }
  const isClose = textSimilarity(value, reading) >= SAME_VALUE;
  return {
    code: isClose ? 'label-spelling' : 'label-elsewhere',
    severity: isClose ? 'info' : 'warning',
    message: `Expected ${JSON.stringify(reading)}, which stands in the place of the wanted field; ${JSON.stringify(value)} stands elsewhere on the page.`,
    remedy: 'Look which of the two is the wanted field.',
  };
}

/** How many pages have each value in the wanted place, as read. */
function spellingsRead(documents: readonly AuditedDocument[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { fields } of documents) {
    for (const spelling of new Set(fields.map(({ value }) => normalizeText(value)))) {
      counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
    }
  }
  return counts;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
