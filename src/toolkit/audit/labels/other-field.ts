import { textSimilarity } from '../../../pages/index.ts';
import { isNameLabel } from '../fields/assign-parties.ts';
import type { FieldTarget } from '../fields/field-target.ts';
import type { PageField } from '../fields/page-fields.ts';
import type { AuditedDocument, AuditRule } from '../rule.ts';
import { isPlaceholder } from './placeholder.ts';
import { proposedFor, withProposal } from './propose.ts';

/** A label is a field's value when at least this like it: four of five characters, so that slips of reader and writer pass. */
const IS_VALUE = 0.8;
/** The other field must fit this much better than the wanted one. */
const CLEARLY_BETTER = 0.1;

/** The label is the value of another field of the same page: the buyer for the seller, the order number for the invoice number. */
export const otherField: AuditRule = {
  codes: ['label-of-other-field'],
  *check({ documents, target }) {
    if (target === undefined) return;
    for (const document of documents) {
      const other = otherFieldOf(document, target);
      if (other === undefined) continue;
      yield {
        document: document.id,
        code: 'label-of-other-field',
        severity: 'error',
        message: `Expected ${target.description}, got what the page gives as ${nameOf(other)}: ${JSON.stringify(other.value)}.${instead(document)}`,
        remedy: 'Read the page again and take the value of the right field.',
        ...withProposal(document.reading === undefined ? undefined : proposedFor(document)),
      };
    }
  },
};

/** Whether `label-of-other-field` speaks about this document. */
export const isOtherField = (document: AuditedDocument, target: FieldTarget | undefined): boolean =>
  target !== undefined && otherFieldOf(document, target) !== undefined;

function otherFieldOf(document: AuditedDocument, target: FieldTarget): PageField | undefined {
  if (isPlaceholder(document.value)) return undefined;
  const wanted = document.reading === undefined ? 0 : textSimilarity(document.value, document.reading.text);
  const other = bestField(document, (field) => !isWanted(field, target));
  if (other === undefined || other.similarity < IS_VALUE || other.similarity < wanted + CLEARLY_BETTER)
    return undefined;
  // Without a reading of the wanted field only another party's name says that the label is wrong.
  const isOfOtherParty = other.field.party !== undefined && other.field.party !== target.party;
  if (document.reading === undefined && (target.party === undefined || !isOfOtherParty)) return undefined;
  return other.field;
}

/** Fields that could be the wanted one are no others; without a party any may be, and the better fit decides. */
const isWanted = (field: PageField, { party, isPartyName }: FieldTarget): boolean =>
  party !== undefined && field.party === party && (!isPartyName || isNameLabel(field.label));

function bestField(document: AuditedDocument, isOther: (field: PageField) => boolean) {
  let best: { readonly field: PageField; readonly similarity: number } | undefined;
  for (const field of document.fields) {
    const similarity = isOther(field) ? textSimilarity(document.value, field.value) : 0;
    if (best === undefined || similarity > best.similarity) best = { field, similarity };
  }
  return best;
}

const nameOf = ({ party, label }: PageField): string =>
  party === undefined ? JSON.stringify(label) : `the ${party}’s ${JSON.stringify(label)}`;

const instead = ({ reading }: AuditedDocument): string =>
  reading === undefined ? '' : ` The wanted field reads ${JSON.stringify(reading.text)}.`;
