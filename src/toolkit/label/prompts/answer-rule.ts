import type { Task } from '../../model/task.ts';

/** How the answer has to look, for prompts of any wording. It is checked when the answer is read. */
export function answerRule(task: Task): string {
  const shape = (value: string) => `{${JSON.stringify(task.field)}: ${JSON.stringify(value)}}`;
  const form = `Answer with exactly one JSON object with this one field and nothing before or after it: ${shape(task.kind === 'classification' ? '<type>' : '<value>')}`;
  if (task.kind === 'classification') return form;
  return `${form}\nIf the value is missing from the page or any part of it cannot be read, answer {${JSON.stringify(task.field)}: null} instead. Never guess, never complete it from memory: null is a good answer, a wrong value is not.`;
}

/** What is added when an answer could not be used. */
export function stricterRule(task: Task, reason: string): string {
  return `An earlier answer to this question was refused: ${reason}\nLook at the page once more. Your whole answer is read by a program that stops at the first character that is not part of the JSON object. ${answerRule(task)}`;
}
