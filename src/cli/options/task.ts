import { type Command, Option } from 'commander';
import type { AnswerFormat, Prompts, Task } from '../../toolkit/index.ts';
import { readTextFile } from '../read-text.ts';

/** Flags that say what the model is asked to do. */
export interface TaskFlags {
  readonly task: Task['kind'];
  readonly classesFile?: string;
  readonly classSpelling?: 'advertisement' | 'advertissement';
  readonly field?: string;
  readonly fieldDescription?: string;
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
    .addOption(
      new Option(
        '--class-spelling <word>',
        'how the RVL-CDIP class is spelt; the second is the data set’s own',
      ).choices(['advertisement', 'advertissement']),
    )
    .option('--field <name>', 'key of JSON answers (default: type, or seller for extraction)')
    .option('--field-description <text>', 'what the field is, one sentence, when you write no prompt of your own')
    .addOption(
      new Option('--answer-format <format>', 'default: json for classification, text for extraction').choices([
        'json',
        'text',
      ]),
    )
    .option('--system-prompt-file <file>', 'your own system prompt; {{classes}} stands for the table of classes')
    .option('--task-prompt-file <file>', 'your own task prompt; {{classes}} stands for the table of classes');

/** @param ownNames names of the classes that the data itself states; taken when no classes file is given. */
export async function readTask(flags: TaskFlags, ownNames?: readonly string[]): Promise<Task> {
  if (flags.task === 'extraction') {
    return { kind: 'extraction', field: flags.field ?? 'seller', answerFormat: flags.answerFormat ?? 'text' };
  }
  return {
    kind: 'classification',
    field: flags.field ?? 'type',
    answerFormat: flags.answerFormat ?? 'json',
    classes: await readClassList(flags, ownNames),
  };
}

async function readClassList({ classesFile, classSpelling }: TaskFlags, ownNames: readonly string[] | undefined) {
  const { classesNamed, readClasses, rvlCdipClasses } = await import('../../toolkit/index.ts');
  if (classesFile !== undefined) return readClasses(classesFile);
  return ownNames === undefined || classSpelling !== undefined ? rvlCdipClasses(classSpelling) : classesNamed(ownNames);
}

/** Our own words for the task, with what the flags replace. */
export async function readPrompts(flags: TaskFlags, task: Task): Promise<Prompts> {
  const { defaultPrompts } = await import('../../toolkit/index.ts');
  const prompts = defaultPrompts(task, flags.fieldDescription);
  return {
    system:
      flags.systemPromptFile === undefined
        ? prompts.system
        : await readTextFile(flags.systemPromptFile, 'system prompt'),
    task: flags.taskPromptFile === undefined ? prompts.task : await readTextFile(flags.taskPromptFile, 'task prompt'),
  };
}
