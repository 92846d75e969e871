import { roleNamedIn, withoutRoleWords } from '../fields/party-roles.ts';

/** A label taken apart. */
export interface ExtractedValue {
  /** What is left of the label when the talk around it is gone; the label itself when there was none. */
  readonly value: string;
  /** What was around it; empty when the label is a bare value. */
  readonly found: readonly ChatterKind[];
}

export type ChatterKind =
  | 'markdown'
  | 'quotes'
  | 'JSON'
  | 'a lead-in'
  | 'an explanation'
  | 'a full stop'
  | 'several lines';

type Step = readonly [ChatterKind, (text: string) => string];

const QUOTES = /^(["'“”‘’「『《`]+)([\s\S]+?)(["'“”‘’」』》`]+)[。.]?$/u;
const NOUN =
  '(?:名称|名字|全称|单位名|公司名|机构|答案|结果|类别|类型|内容|信息|号码|日期|金额|[销购][售买货]?方|[买卖供需]方|供[货应]商|[收付]款[方人])';
/** `根据发票上的信息，`, `好的，`: a remark, then a comma. */
const REMARK_ZH = /^(?:(?:好的|当然|可以|您好|根据|从|依据|按照|经|通过)[^，,：:。]{0,30}[，,：:。！!]\s*)+/u;
/** `销售方名称是`, `该发票的卖方为：`, `名称：`. A name that merely contains 是 or 为 (华为) has no noun before it. */
const LEAD_ZH = new RegExp(
  `^[^，,。：:]{0,24}?${NOUN}(?:应该|应当|应|可能|就|显示|识别)?(?:是|为|如下)?\\s*[:：]\\s*|^[^，,。：:]{0,24}?${NOUN}(?:应该|应当|应|可能|就|显示)?(?:是|为)\\s*`,
  'u',
);
const REMARK_EN =
  /^(?:(?:sure|certainly|of course|okay|ok|based on|according to|from|looking at|after|in)\b[^,:!.]{0,80}[,:!.]\s*)+/iu;
const LEAD_EN =
  /^(?:the|this|that|its?|document'?s?|my)?\b[^,.:]{0,60}?\b(?:is|was|are|appears to be|seems to be|reads|says|shows)\b\s*:?\s*|^(?:answer|result|output|label|class|category|type|name|value|response)\s*[:=]\s*/iu;
/** `Seller: `, `Invoice number: `: what stands before a colon asks, what follows answers. */
const LEAD_LABEL = /^([\p{L}' ]{2,30})[:：]\s*(?=\S)/u;
const TAIL_ZH =
  /(?:[，,。；;]\s*(?:请|如|希望|该|这|其|因为|由于|即|也就是|以上|可以|可能|但|不过|注)[\s\S]*|[（(](?:根据|来自|见|位于|即|如图)[\s\S]*[）)])$/u;
const TAIL_EN =
  /(?:[,.;]\s*(?:which|because|since|as|please|let me|note|this|it|i |the|based|however|but)\b[\s\S]*|\s*\((?:based|as|from|see|located|according)\b[\s\S]*\))$/iu;

/** From the outside in; repeated until nothing changes. */
const STEPS: readonly Step[] = [
  ['JSON', fromJson],
  ['markdown', fromMarkdown],
  ['several lines', firstAnswerLine],
  ['quotes', (text) => text.replace(QUOTES, '$2')],
  ['a lead-in', (text) => text.replace(REMARK_ZH, '').replace(LEAD_ZH, '')],
  ['a lead-in', fromEnglishSentence],
  ['a lead-in', fromLabelledLine],
  ['an explanation', (text) => text.replace(TAIL_ZH, '').replace(TAIL_EN, '')],
  ['a full stop', (text) => text.replace(/[。！!]+$/u, '').replace(/(?<=\p{Ll}{4})\.$/u, '')],
];
const MOST_ROUNDS = 4;

/** Takes talk, quotes and markup off a label, in Chinese and English. Never gives an empty value. */
export function extractValue(label: string): ExtractedValue {
  const found = new Set<ChatterKind>();
  let value = label.trim();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = value;
    for (const [kind, step] of STEPS) {
      const next = step(value).trim();
      if (next === '' || next === value) continue;
      value = next;
      found.add(kind);
    }
    if (value === before) break;
  }
  return { value, found: [...found] };
}

/** The one text in a JSON object. */
function fromJson(text: string): string {
  if (!/^\{[\s\S]*\}$/.test(text)) return text;
  try {
    const values = Object.values(JSON.parse(text) as object).filter((value) => typeof value === 'string');
    return values.length === 1 ? (values[0] ?? text) : text;
  } catch {
    return text; // No JSON after all.
  }
}

function fromMarkdown(text: string): string {
  const fenced = /^```\w*\s*([\s\S]+?)\s*```$/u.exec(text)?.[1];
  const plain = (fenced ?? text).replace(/^(?:#{1,6}|[-*•]|>)\s+/u, '');
  return /\*\*|__|`/u.test(plain) ? plain.replace(/\*\*|__|`/gu, '') : plain;
}

/** The first line that is not only a lead-in. */
function firstAnswerLine(text: string): string {
  const lines = text.split(/[\r\n]+/u).map((line) => line.trim());
  return lines.find((line) => line !== '' && !/[:：]$/u.test(line)) ?? text;
}

/** Only whole sentences: a name may contain "is", but does not begin with a remark or an article and end in a full stop. */
function fromEnglishSentence(text: string): string {
  const bare = text.replace(REMARK_EN, '');
  const isSentence =
    /^(?:the|this|that|it|its|it's)\b/iu.test(bare) || /^(?:answer|result|output|label|response)\s*[:=]/iu.test(bare);
  if (isSentence) return bare.replace(LEAD_EN, '').replace(/\.$/u, '');
  return bare.length < text.length &&
    /^(?:sure|certainly|of course|okay|ok|based on|according to|looking at)\b/iu.test(text)
    ? bare
    : text;
}

function fromLabelledLine(text: string): string {
  const words = LEAD_LABEL.exec(text)?.[1];
  if (words === undefined) return text;
  const asks = roleNamedIn(words) !== undefined && withoutRoleWords(words).trim().length <= 12;
  return asks || /\b(name|number|date|answer|class|type|category|label|amount|total)$/iu.test(words)
    ? text.replace(LEAD_LABEL, '')
    : text;
}
