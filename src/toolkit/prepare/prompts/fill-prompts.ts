import { InputError } from '../../errors.ts';
import type { Prompts, Task } from '../../model/task.ts';
import { classTable } from './class-table.ts';

const PLACEHOLDER = /\{\{\s*([\w-]+)\s*\}\}/g;

/**
 * Puts in what the user's own prompts leave open: `{{classes}}` (a table of classes and descriptions), `{{field}}` (key of JSON answers)
 * and `{{answer}}` (an example of the answer in the task's format). Text without placeholders stays as it is.
 * @throws InputError `prompt-placeholder-unknown`
 */
export function fillPrompts(prompts: Prompts, task: Task): Prompts {
  const values = new Map([
    ['field', task.field],
    ['answer', answerExample(task)],
  ]);
  if (task.kind === 'classification') values.set('classes', classTable(task.classes));
  const fill = (which: string, text: string) =>
    text.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name) ?? refuse(which, name, [...values.keys()]));
  return { system: fill('system', prompts.system), task: fill('task', prompts.task) };
}

/** What an answer looks like, with a stand-in for the value. */
export function answerExample({ answerFormat, field, kind }: Task): string {
  const value = kind === 'classification' ? '<type>' : '<value>';
  return answerFormat === 'json' ? `{${JSON.stringify(field)}: ${JSON.stringify(value)}}` : value;
}

function refuse(which: string, name: string, known: readonly string[]): never {
  throw new InputError(
    'prompt-placeholder-unknown',
    `Expected only ${known.map((one) => `{{${one}}}`).join(', ')} in the ${which} prompt, but it has {{${name}}}.`,
    { remedy: 'Write the text out, or use one of these.' },
  );
}
