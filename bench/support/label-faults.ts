export const FAULTS = [
  'buyer',
  'typo-1',
  'typo-2',
  'chatter',
  'truncated',
  'other-seller',
  'error-text',
  'placeholder',
] as const;
export type Fault = (typeof FAULTS)[number];

interface Names {
  readonly seller: string;
  readonly buyer: string;
  /** Sellers of other documents. */
  readonly others: readonly string[];
}

/** Characters of names that are easily mistaken, and some that are not. */
const CHARACTERS = [...'鸿鸥腾檬宇字佳作天无科料京凉技枝成戌昂易'];
const TALK: readonly ((name: string) => string)[] = [
  (name) => `销售方名称是${name}。`,
  (name) => `根据图片，该发票的销售方为：${name}`,
  (name) => `**${name}**`,
  (name) => `The seller's name is ${name}.`,
  (name) => `{"seller": "${name}"}`,
  (name) => `“${name}”`,
];
const ERRORS = [
  'Error: timeout after 60 s',
  '抱歉，我无法识别图片中的内容。',
  'ThrottlingException: Too many requests',
];
const PLACEHOLDERS = ['无', 'N/A', '未知', '-'];

/** The label of a document: wrong for the given share of them, each kind of fault in turn. Deterministic by index. */
export function putFault(
  names: Names,
  index: number,
  wrongShare: number,
): { readonly label: string; readonly fault?: Fault } {
  const every = Math.max(1, Math.round(1 / wrongShare));
  if (index % every !== 0) return { label: names.seller };
  const number = index / every;
  const fault = FAULTS[number % FAULTS.length] ?? 'buyer';
  return { fault, label: labelWith(fault, names, Math.floor(number / FAULTS.length) + index) };
}

function labelWith(fault: Fault, { seller, buyer, others }: Names, at: number): string {
  const pick = <T>(list: readonly T[], fallback: T): T => list[at % list.length] ?? fallback;
  switch (fault) {
    case 'buyer':
      return buyer;
    case 'typo-1':
      return typo(seller, at);
    case 'typo-2':
      return typo(typo(seller, at), at + 3);
    case 'chatter':
      return (TALK[at % TALK.length] ?? String)(seller);
    case 'truncated':
      return seller.slice(0, Math.ceil(seller.length * 0.6));
    case 'other-seller':
      return pick(others, buyer);
    case 'error-text':
      return pick(ERRORS, 'error');
    case 'placeholder':
      return pick(PLACEHOLDERS, '-');
  }
}

function typo(name: string, at: number): string {
  const place = 1 + ((at * 5) % Math.max(1, name.length - 2));
  const other =
    CHARACTERS.find((character, index) => index >= at % CHARACTERS.length && character !== name[place]) ?? '某';
  return name.slice(0, place) + other + name.slice(place + 1);
}
