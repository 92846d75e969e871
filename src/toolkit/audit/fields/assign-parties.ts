import { type Layout, type LayoutBox, normalizeText } from '../../../pages/index.ts';
import type { PageField } from './page-fields.ts';
import { otherRole, type PartyRole, roleNamedIn, roleOfMarks } from './party-roles.ts';

/** A heading written downwards stands left of its block's first row, from a little above it to four rows below. */
const MARKS = { above: 0.04, below: 0.13, left: 0.15, longest: 3 };
/** Rows nearer than this stand side by side. */
const SAME_ROW = 0.03;
/** A form of this kind prints the buyer above, or left of, the seller. Same source as the words of `party-roles.ts`. */
const VAT_INVOICE = /发票|税务|税率|税额/u;
const NAME_LABEL = /(名称|单位|公司|\bname|\bcompany|称)$/iu;

/** The label of a name on the form itself; `销售方：（章）` at its foot asks for a seal. */
const NAMES_A_NAME = /(称|name)$/iu;

/** Whether a label asks for a party's name: `名称`, `Name`, or nothing but the party: `Seller`. */
export function isNameLabel(label: string): boolean {
  const text = label.replace(/\s+/gu, '');
  if (NAME_LABEL.test(text)) return true;
  return (
    roleNamedIn(label) !== undefined &&
    !/[号码址话行账税日额]|number|address|phone|bank|date|tax|id\b|no\b/iu.test(label)
  );
}

/** Says of each name on the page which party it is: by the words of its label, by the heading at its left, by the form. */
export function assignParties(fields: readonly PageField[], layout: Layout): PageField[] {
  const boxes = layout.rows.flat();
  const seen = fields.map((field) =>
    withParty(field, roleNamedIn(field.label) ?? roleOfMarks(marksBeside(field, boxes))),
  );
  const isVat = boxes.some(({ folded }) => VAT_INVOICE.test(folded));
  return isVat ? byForm(seen) : seen;
}

function withParty(field: PageField, party: PartyRole | undefined): PageField {
  return party === undefined ? field : { ...field, party };
}

function marksBeside(field: PageField, boxes: readonly LayoutBox[]): string {
  return boxes
    .filter(
      (box) =>
        normalizeText(box.text).length <= MARKS.longest &&
        box.x <= field.x &&
        box.x > field.x - MARKS.left &&
        box.y > field.y - MARKS.above &&
        box.y < field.y + MARKS.below,
    )
    .map(({ text }) => text)
    .join('');
}

/** Two names: where one is known, the other is the other party; where none is, the form's order decides; one name: its half of the page. */
function byForm(fields: readonly PageField[]): PageField[] {
  const names = fields.filter(({ label }) => NAMES_A_NAME.test(label)).toSorted(readingOrder);
  const [first, second] = names;
  if (first === undefined || names.length > 2) return [...fields];
  const firstRole =
    first.party ?? (second === undefined ? halfOf(first) : second.party ? otherRole(second.party) : 'buyer');
  const secondRole = second?.party ?? otherRole(firstRole);
  return fields.map((field) => {
    if (field === first) return withParty(field, firstRole);
    return field === second ? withParty(field, secondRole) : field;
  });
}

const halfOf = ({ y }: PageField): PartyRole => (y < 0.5 ? 'buyer' : 'seller');

const readingOrder = (a: PageField, b: PageField): number => (Math.abs(a.y - b.y) < SAME_ROW ? a.x - b.x : a.y - b.y);
