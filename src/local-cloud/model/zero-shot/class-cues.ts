/** Words that speak for a class of documents: general document vocabulary, no data set's. */
export interface Cue {
  readonly pattern: RegExp;
  /** Points when it stands in the first rows of a page; elsewhere 0.7 of it. */
  readonly points: number;
}

const cue = (points: number, pattern: RegExp): Cue => ({ pattern, points });

export const CLASS_CUES: Readonly<Record<string, readonly Cue[]>> = {
  advertisement: [
    cue(3, /warning:?\s*the surgeon|surgeon general/i),
    cue(2, /\bmg\.?\s*"?tar/i),
    cue(2, /coupon|offer expires|buy one|save \d/i),
    cue(0.7, /introducing|taste|flavor/i),
  ],
  budget: [
    cue(3.5, /\bbudget|预算/i),
    cue(1.5, /forecast|variance|fiscal|expenditures?|allocat/i),
    cue(1, /\b(1st|2nd|3rd|4th) q|actual/i),
    cue(0.5, /\btotal\b/i),
  ],
  email: [
    cue(4, /original message/i),
    cue(1.2, /^(from|sent|发件人):/im),
    cue(2, /\bsent:/i),
    cue(1.5, /\S@\S+\.\w{2,}/),
    cue(1, /^(re|fw|fwd):/im),
    cue(1, /\b\d{1,2}:\d\d\s?[ap]m/i),
  ],
  file_folder: [],
  form: [
    cue(2.2, /\bform\b|requisition|authorization|application|transmittal|routing slip|申请表/i),
    cue(1, /signature|approved by|requested by/i),
    cue(0.7, /department|telephone|comments|no\. of pages|fax/i),
  ],
  handwritten: [],
  invoice: [
    cue(4, /\binvoice|发票/i),
    cue(2.5, /bill to|sold to|remit|amount due|balance due|价税合计/i),
    cue(1.5, /unit price|qty|quantity|subtotal|sub total|纳税人识别号/i),
    cue(1, /net 30|terms|p\.?o\.? (no|number)/i),
  ],
  letter: [
    cue(3.5, /^dear\b|尊敬的/im),
    cue(2.5, /sincerely|yours truly|very truly|cordially|regards|此致/i),
    cue(0.5, /enclos/i),
  ],
  memo: [
    cue(4, /memorandum|inter-?office|internal correspondence|\bmemo\b|备忘录/i),
    cue(0.8, /^to:/im),
    cue(0.8, /^from:/im),
    cue(0.8, /^(subject|re):/im),
    cue(0.5, /^date:/im),
    cue(0.5, /distribution/i),
  ],
  news_article: [
    cue(1.8, /staff (writer|reporter)|associated press|\(ap\)|times|journal|tribune|gazette/i),
    cue(0.8, /\bsaid\b/i),
    cue(1.5, /^by [a-z.]+ [a-z]/im),
    cue(2, /news release|记者/i),
  ],
  presentation: [cue(1, /^[•\-■o*] ?\w/m), cue(1.2, /presentation|agenda|overview|objectives|strategy/i)],
  questionnaire: [
    cue(3, /questionnaire|survey|问卷/i),
    cue(0.8, /[?？]/),
    cue(2.5, /circle one|check one|skip to|don'?t know|terminate|strongly (dis)?agree|very satisfied/i),
    cue(1.5, /how (many|likely|often|satisfied|would)|did you|have you|do you/i),
  ],
  resume: [
    cue(4, /curriculum vitae|\bresume\b|biographical sketch|简历/i),
    cue(1.2, /education/i),
    cue(1.2, /experience|employment|appointments|honors|publications/i),
    cue(0.8, /university|ph\.?d|b\.?s\.?,/i),
    cue(2, /marital|citizenship|date of birth|birth ?date/i),
  ],
  scientific_publication: [
    cue(2, /abstract|references|materials and methods/i),
    cue(1.8, /\bvol\.|journal of|\bpp\.|proc\. natl|cancer research/i),
    cue(0.8, /et al|\bfig\.|figure \d/i),
    cue(0.5, /university of|department of/i),
  ],
  scientific_report: [
    cue(2.5, /final report|progress report|technical report|report no|interim report|study number/i),
    cue(1.5, /objective|summary|conclusions|procedure|results and discussion|background/i),
    cue(1.5, /project no|notebook/i),
    cue(0.5, /table \d/i),
  ],
  specification: [
    cue(4, /specification/i),
    cue(3, /safety data sheet|flash point|boiling point|section (i|v)+\b/i),
    cue(1, /\bspec\.? no|tolerance|min\.|max\.|mm\b|revision|supersedes/i),
  ],
  receipt: [cue(4, /\breceipt\b|收据|小票/i), cue(1.5, /cash|change due|visa|mastercard|thank you for/i)],
  contract: [
    cue(3.5, /\b(contract|agreement)\b|合同|协议书/i),
    cue(2, /hereinafter|whereas|in witness whereof|甲方|乙方/i),
  ],
  bank_statement: [cue(3.5, /statement of account|bank statement|对账单/i), cue(2, /opening balance|closing balance/i)],
  purchase_order: [cue(4, /purchase order|采购订单/i), cue(1, /ship to|vendor|deliver/i)],
};

/** Other names of the classes above, in `canonicalClass` form. */
const CLASS_ALIASES: Readonly<Record<string, string>> = {
  advertissement: 'advertisement',
  ad: 'advertisement',
  广告: 'advertisement',
  预算: 'budget',
  e_mail: 'email',
  电子邮件: 'email',
  邮件: 'email',
  folder: 'file_folder',
  表格: 'form',
  申请表: 'form',
  handwriting: 'handwritten',
  handwritten_note: 'handwritten',
  手写: 'handwritten',
  tax_invoice: 'invoice',
  发票: 'invoice',
  信函: 'letter',
  信件: 'letter',
  memorandum: 'memo',
  备忘录: 'memo',
  news: 'news_article',
  newspaper: 'news_article',
  新闻: 'news_article',
  slides: 'presentation',
  slide: 'presentation',
  演示文稿: 'presentation',
  survey: 'questionnaire',
  问卷: 'questionnaire',
  cv: 'resume',
  curriculum_vitae: 'resume',
  简历: 'resume',
  research_paper: 'scientific_publication',
  paper: 'scientific_publication',
  scientific_article: 'scientific_publication',
  论文: 'scientific_publication',
  report: 'scientific_report',
  technical_report: 'scientific_report',
  报告: 'scientific_report',
  spec: 'specification',
  收据: 'receipt',
  agreement: 'contract',
  合同: 'contract',
  对账单: 'bank_statement',
  采购订单: 'purchase_order',
};

/** 'Scientific Report' and 'scientific-report' become 'scientific_report'; other names of known classes become theirs. */
export function canonicalClass(label: string): string {
  const name = label
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return CLASS_ALIASES[name] ?? name;
}
