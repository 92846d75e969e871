import { normalizeText } from '../../pages/index.ts';
import { matchClass } from '../lib/match-class.ts';
import type { Task } from '../model/task.ts';

/** A label, or why an answer is none. */
export type Reading = { readonly label: string } | { readonly code: string; readonly message: string };

/** A JSON object in a code fence: the fence is a habit of many models and says nothing. */
const FENCED = /^```(?:json)?\s*\n?([\s\S]*?)\n?\s*```$/i;
/** Longest value of a field, characters: names and addresses are shorter, sentences longer. */
const LONGEST_VALUE = 120;
/** Words for "there is none". */
const NOTHING =
  /^(?:null|none|nil|n\/?a|unknown|undefined|not (?:readable|visible|found|available)|无|未知|空|不详|无法识别|看不清|不可读)$/i;
/** Sentences about the answer, and the name of the field before it. */
const CHATTER = [
  /[。！？\n\r]|[!?]\s+\p{Lu}/u,
  /\b(?:sorry|apologi[sz]e|cannot|can't|unable to|the (?:image|document|invoice|answer|seller)|i (?:think|see|believe)|based on|according to|appears? to be)\b/i,
  /抱歉|对不起|无法|不能|看不|根据|(?:图片|图像)(?:中|上|里|显示|模糊)|发票上|这张|可能是|应该是|答案是/,
  /^(?:(?:销售方|销方|卖方|名称|答案|的|是|the|of|seller|name|answer|type|class|label)\s*)+[:：]/iu,
  /^["'`“「{[<]|["'`”」}\]>]$/,
] as const;

/**
 * Reads the label out of an answer, strictly: the whole answer is one JSON object with the field alone, its value a text
 * that is in the closed set or, when a value is to be copied off the page, nothing but that value.
 */
export function readLabel(answer: string, stopReason: string, task: Task): Reading {
  if (stopReason === 'max_tokens') {
    return no('answer-cut-off', 'Expected a whole answer, but it was cut off at the limit of tokens.');
  }
  const trimmed = answer.trim();
  const parsed = parse(FENCED.exec(trimmed)?.[1] ?? trimmed);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return no('answer-not-json', `Expected one JSON object and nothing else, but the answer is ${shown(answer)}.`);
  }
  const keys = Object.keys(parsed);
  const value = Object.entries(parsed).find(([key]) => key === task.field)?.[1];
  if (value === undefined || keys.length !== 1) {
    const found = keys.map((key) => JSON.stringify(key)).join(', ') || 'none';
    return no('answer-fields', `Expected the field ${JSON.stringify(task.field)} alone, but the answer has ${found}.`);
  }
  if (value === null) return no('answer-null', 'The model says that the value cannot be read.');
  if (typeof value !== 'string') {
    return no(
      'answer-not-text',
      `Expected a text in ${JSON.stringify(task.field)}, but it holds ${shown(JSON.stringify(value))}.`,
    );
  }
  return task.kind === 'classification'
    ? readClass(
        value,
        task.classes.map(({ name }) => name),
      )
    : readValue(value.trim());
}

function readClass(value: string, classes: readonly string[]): Reading {
  const label = matchClass(value, classes);
  if (label !== undefined) return { label };
  return no('answer-outside-classes', `Expected one of the classes, but the answer names ${shown(value)}.`);
}

function readValue(value: string): Reading {
  if (normalizeText(value) === '' || NOTHING.test(value)) {
    return no('answer-null', `Expected a value or null, but the answer is ${shown(value)}.`);
  }
  if (value.length > LONGEST_VALUE || CHATTER.some((pattern) => pattern.test(value))) {
    return no('answer-chatter', `Expected the bare value, but the answer is ${shown(value)}.`);
  }
  return { label: value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const no = (code: string, message: string): Reading => ({ code, message });

/** At most 80 characters, quoted. */
const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
