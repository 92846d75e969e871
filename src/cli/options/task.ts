import { type Command, Option } from 'commander';
import type { AnswerFormat, Prompts, Task } from '../../toolkit/index.ts';
import { readTextFile } from '../read-text.ts';

/** Flags that say what the model is asked to do. */
export interface TaskFlags {
  readonly task: Task['kind'];
  readonly classesFile?: string;
  readonly field?: string;
  readonly answerFormat?: AnswerFormat;
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
}

export const addTaskOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--task <kind>', 'what to ask').choices(['classification', 'extraction']).default('classification'),
    )
    .option('--classes-file <file>', 'CSV or JSON with name, description (default: the 16 RVL-CDIP classes)')
    .option('--field <name>', 'key of JSON answers (default: type, or seller for extraction)')
    .addOption(
      new Option('--answer-format <format>', 'default: json for classification, text for extraction').choices([
        'json',
        'text',
      ]),
    )
    .option('--system-prompt-file <file>', 'your own system prompt')
    .option('--task-prompt-file <file>', 'your own task prompt');

export async function readTask(flags: TaskFlags): Promise<Task> {
  if (flags.task === 'extraction') {
    return { kind: 'extraction', field: flags.field ?? 'seller', answerFormat: flags.answerFormat ?? 'text' };
  }
  const { readClasses, rvlCdipClasses } = await import('../../toolkit/index.ts');
  return {
    kind: 'classification',
    field: flags.field ?? 'type',
    answerFormat: flags.answerFormat ?? 'json',
    classes: flags.classesFile === undefined ? rvlCdipClasses() : await readClasses(flags.classesFile),
  };
}

/** Our own words for the task, with what the flags replace. */
export async function readPrompts(flags: TaskFlags, task: Task): Promise<Prompts> {
  const { defaultPrompts } = await import('../../toolkit/index.ts');
  const prompts = defaultPrompts(task);
  return {
    system:
      flags.systemPromptFile === undefined
        ? prompts.system
        : await readTextFile(flags.systemPromptFile, 'system prompt'),
    task: flags.taskPromptFile === undefined ? prompts.task : await readTextFile(flags.taskPromptFile, 'task prompt'),
  };
}
