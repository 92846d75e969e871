import { matchClass } from '../../lib/match-class.ts';
import type { Task } from '../../model/task.ts';
import { readField } from './read-field.ts';
import { stripWrapping } from './strip-wrapping.ts';

/** Words and marks around a class that is otherwise answered bare: `**Letter**.`, `Answer: "letter"`. */
const LEAD = /^(?:the\s+)?(?:final\s+)?(?:answer|class|type|label|category)\s*(?:is\s*)?[:：=]\s*/iu;
const MARKS = /^[\s"'`*“”‘’「」『』]+|[\s"'`*“”‘’「」『』.。!]+$/gu;

/**
 * Reads the value out of an answer: JSON (fenced or not, maybe with words around it) or plain text, after any reasoning. Never throws.
 * @returns undefined when the answer has no usable value; for classification also when it is none of the classes.
 */
export function readAnswer(answer: string, task: Task): string | undefined {
  const body = stripWrapping(answer);
  const value = task.answerFormat === 'json' ? readField(body, task.field) : body;
  if (value === undefined || value === '') return undefined;
  if (task.kind === 'extraction') return value;
  const classes = task.classes.map(({ name }) => name);
  return matchClass(value, classes) ?? (task.answerFormat === 'text' ? matchClass(bare(value), classes) : undefined);
}

const bare = (text: string): string => text.replace(MARKS, '').replace(LEAD, '').replace(MARKS, '');
