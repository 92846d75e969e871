import { type AnswerForm, jsonForm, TEXT_FORM } from '../answers/answer-form.ts';

/** A JSON object without inner objects, as prompts show it: {"type": "..."}. */
const OBJECT = /\{[^{}]*"[^"{}\n]+"\s*:[^{}]*\}/gu;
const KEY = /"([^"{}\n]+)"\s*:/gu;

/** The form that the prompt asks for: a JSON object when it shows one, else plain text. */
export function promptedForm(prompt: string): AnswerForm {
  const shown = prompt.match(OBJECT)?.at(-1);
  if (shown === undefined) return TEXT_FORM;
  const keys = [...new Set([...shown.matchAll(KEY)].map((match) => match[1] ?? ''))];
  return jsonForm(keys, /":\S/u.test(shown) ? 'compact' : 'spaced');
}
