import { type JsonLayout, type JsonMembers, type JsonStyle, jsonStyleOf, writeJson } from './json-style.ts';

/** How answers look apart from their values. */
export type AnswerForm = { readonly kind: 'text' } | JsonForm;

interface JsonForm extends JsonStyle {
  readonly kind: 'json';
  /** In the order of the answer. */
  readonly keys: readonly string[];
  /** Word after the opening code fence ('' for a bare fence); null without a fence. */
  readonly fence: string | null;
}

/** An answer taken apart. Plain text has one field named ''. */
export interface ParsedAnswer {
  readonly form: AnswerForm;
  /** Strings as they are; other JSON values as `RAW_JSON` followed by their JSON text. */
  readonly fields: ReadonlyMap<string, string>;
}

export const TEXT_FORM: AnswerForm = { kind: 'text' };

/** Marks a field that is not a JSON string: the number 7 must not come back as "7". */
const RAW_JSON = '\u0001';
const FENCED = /^```(\w*)\n([\s\S]*?)\n```$/u;

export function jsonForm(keys: readonly string[], layout: JsonLayout): AnswerForm {
  return { kind: 'json', keys, fence: null, layout, escaped: false };
}

/** Takes an answer apart; whatever is not a JSON object with members is plain text. */
export function parseAnswer(answer: string): ParsedAnswer {
  const trimmed = answer.trim();
  const [, fence, inside] = FENCED.exec(trimmed) ?? [];
  const body = inside?.trim() ?? trimmed;
  const members = objectMembers(body);
  if (members === undefined) return { form: TEXT_FORM, fields: new Map([['', trimmed]]) };
  const form: AnswerForm = {
    kind: 'json',
    keys: members.map(([key]) => key),
    fence: fence ?? null,
    ...jsonStyleOf(body, members),
  };
  return { form, fields: new Map(members.map(([key, value]) => [key, fieldOf(value)])) };
}

/** Puts an answer together. Fields that the form does not name follow in their own order; missing ones are left out. */
export function renderAnswer(form: AnswerForm, fields: ReadonlyMap<string, string>): string {
  if (form.kind === 'text') return fields.get('') ?? '';
  const keys = [...new Set([...form.keys, ...fields.keys()])].filter((key) => fields.has(key));
  const body = writeJson(
    keys.map((key) => [key, jsonValueOf(fields.get(key) ?? '')]),
    form,
  );
  return form.fence === null ? body : `\`\`\`${form.fence}\n${body}\n\`\`\``;
}

/** The text of a field for comparison with a page: without the mark of non-strings. */
export function fieldText(field: string): string {
  return field.startsWith(RAW_JSON) ? field.slice(RAW_JSON.length) : field;
}

/** Gives a text read from the page the type that the field has in training answers, as far as it can have it. */
export function fieldLike(text: string, isRawJson: boolean): string {
  return isRawJson && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? RAW_JSON + text : text;
}

export function isRawJson(field: string): boolean {
  return field.startsWith(RAW_JSON);
}

function fieldOf(value: unknown): string {
  return typeof value === 'string' && !isRawJson(value) ? value : RAW_JSON + JSON.stringify(value);
}

function jsonValueOf(field: string): unknown {
  return isRawJson(field) ? JSON.parse(fieldText(field)) : field;
}

function objectMembers(text: string): JsonMembers | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return members.length === 0 ? undefined : members;
  } catch {
    return undefined;
  }
}
