/** The two parties of an invoice, order or contract. */
export type PartyRole = 'seller' | 'buyer';

interface RoleWords {
  readonly role: PartyRole;
  /** How a label on the page, a column or a description names the party. */
  readonly words: RegExp;
  /** Characters of the upright heading in the narrow box at a block's left edge, which the reader sees one by one. */
  readonly marks: RegExp;
}

/** Chinese terms: State Taxation Administration, forms of special and ordinary VAT invoices of 2014 and digital invoices of 2021. */
const ROLES: readonly RoleWords[] = [
  {
    role: 'seller',
    words:
      /销售方|销售单位|销货单位|销货方|销方|卖方|出卖[人方]|供货[方商]|供应商|供方|收款单位|开票单位|\b(sellers?|vendors?|suppliers?|merchant|sold by|bill(ed)? from|remit to|invoice from|from)\b/iu,
    marks: /[销售]/u,
  },
  {
    role: 'buyer',
    words:
      /购买方|购买单位|购货单位|购货方|购方|买方|买受[人方]|采购[方商]|需方|付款单位|客户|\b(buyers?|purchasers?|customers?|clients?|bill(ed)? to|sold to|ship(ped)? to|invoiced? to|to)\b/iu,
    marks: /[购买]/u,
  },
];

/** The party that a text names; undefined when it names none, or both. */
export function roleNamedIn(text: string): PartyRole | undefined {
  const named = ROLES.filter(({ words }) => words.test(text));
  return named.length === 1 ? named[0]?.role : undefined;
}

/** The party whose upright heading these stray characters belong to; undefined for none or both. */
export function roleOfMarks(text: string): PartyRole | undefined {
  const marked = ROLES.filter(({ marks }) => marks.test(text));
  return marked.length === 1 ? marked[0]?.role : undefined;
}

export const withoutRoleWords = (text: string): string =>
  ROLES.reduce((rest, { words }) => rest.replace(words, ' '), text);

export const otherRole = (role: PartyRole): PartyRole => (role === 'seller' ? 'buyer' : 'seller');
