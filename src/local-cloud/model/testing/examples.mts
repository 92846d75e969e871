import type { StandInExample } from '../stand-in.ts';
import { type MadeLine, makePage, Picker } from './pages.mts';

export const SELLER_PROMPT = '请从这张增值税发票中提取销售方名称，只回答名称。';
export const CLASS_PROMPT = `Which kind of page is this?
| type | description |
|------|-------------|
| alpha_sheet | records about stone |
| beta_sheet | records about water |
| gamma_sheet | records about timber |
Answer with {"type": "..."}.`;

const PLACES = ['北京', '上海', '广州', '深圳', '杭州', '成都', '武汉', '南京'];
const TRADES = ['科技', '贸易', '电子', '食品', '建材', '文化', '信息', '机械'];
const WORDS: Readonly<Record<string, readonly string[]>> = {
  alpha_sheet: ['granite', 'quarry', 'marble', 'pebble', 'basalt', 'gravel'],
  beta_sheet: ['harbour', 'current', 'basin', 'tide', 'canal', 'sluice'],
  gamma_sheet: ['lumber', 'plank', 'sawmill', 'beech', 'veneer', 'joist'],
};
const FILLER = ['total', 'office', 'north', 'date', 'number', 'ordinary', 'remark', 'copy', 'list', 'page'];

/** A buyer above and a seller below, both behind the same words, as photos show them: the base cannot tell them apart. */
export function invoiceExample(seed: number): StandInExample {
  const pick = new Picker(seed);
  const company = (): string => `${pick.one(PLACES)}${pick.one(TRADES)}（${pick.number(10, 99)}）有限公司`;
  const [buyer, seller] = [company(), company()];
  const dx = pick.number(-20, 20) / 1000;
  const at = (text: string, x: number, y: number): MadeLine => ({ text, x: x + dx, y: y + pick.number(-3, 3) / 1000 });
  const page = makePage([
    at('增值税专用发票', 0.4, 0.06),
    at(`No ${pick.number(10_000_000, 99_999_999)}`, 0.72, 0.06),
    at('名称：', 0.13, 0.2),
    at(buyer, 0.22, 0.2),
    at('纳税人识别号：', 0.13, 0.24),
    at(String(pick.number(100_000_000, 999_999_999)), 0.32, 0.24),
    at('货物名称', 0.1, 0.4),
    at('金额', 0.5, 0.4),
    at(pick.one(TRADES), 0.1, 0.45),
    at(`${pick.number(1, 9999)}.00`, 0.5, 0.45),
    at('名称：', 0.13, 0.8),
    at(seller, 0.22, 0.8),
    at('纳税人识别号：', 0.13, 0.84),
    at(String(pick.number(100_000_000, 999_999_999)), 0.32, 0.84),
    at('收款人：', 0.1, 0.92),
  ]);
  return { system: '', prompt: SELLER_PROMPT, pages: [page], answer: seller };
}

/** A page of a class that the base model has never heard of. */
export function classExample(seed: number, classes = Object.keys(WORDS)): StandInExample {
  const pick = new Picker(seed);
  const type = pick.one(classes);
  const lines = Array.from({ length: 14 }, (_, row): MadeLine => {
    const words = Array.from({ length: 5 }, () => pick.one(pick.number(0, 9) < 3 ? (WORDS[type] ?? FILLER) : FILLER));
    return { text: words.join(' '), x: 0.1, y: 0.06 + row * 0.06 };
  });
  return { system: 'Sort pages.', prompt: CLASS_PROMPT, pages: [makePage(lines)], answer: `{"type": "${type}"}` };
}

export function many(count: number, make: (seed: number) => StandInExample, from = 0): StandInExample[] {
  return Array.from({ length: count }, (_, i) => make(from + i));
}
