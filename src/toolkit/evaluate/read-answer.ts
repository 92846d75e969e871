import type { Task } from '../model/task.ts';

/** ``` fences around an answer, with or without a language. */
const FENCE = /^\s*```[a-z]*\s*\n?([\s\S]*?)\n?\s*```\s*$/i;

/**
 * Reads the value out of an answer: JSON (fenced or not, maybe with words around it) or plain text.
 * @returns undefined when the answer has no usable value; for classification also when it is none of the classes.
 */
export function readAnswer(answer: string, task: Task): string | undefined {
  const body = (FENCE.exec(answer)?.[1] ?? answer).trim();
  const value = task.answerFormat === 'json' ? readField(body, task.field) : body;
  if (value === undefined || value === '') return undefined;
  return task.kind === 'classification'
    ? matchClass(
        value,
        task.classes.map(({ name }) => name),
      )
    : value;
}

/** The class that `value` names, whatever its case, blanks, hyphens or underscores. */
export function matchClass(value: string, classes: readonly string[]): string | undefined {
  const wanted = foldClass(value);
  return classes.find((name) => name === value) ?? classes.find((name) => foldClass(name) === wanted);
}

const foldClass = (name: string): string =>
  name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

function readField(body: string, field: string): string | undefined {
  for (const candidate of [body, body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)]) {
    const parsed = tryJson(candidate);
    if (typeof parsed !== 'object' || parsed === null) continue;
    const value = (parsed as Readonly<Record<string, unknown>>)[field];
    if (typeof value === 'string') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
