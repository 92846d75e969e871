import type { DatasetManifest, Prompts } from '../../../toolkit/index.ts';
import { readTextFile } from '../../read-text.ts';

interface PromptFlags {
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
}

/**
 * The user's own words, else those of the data set. Only the user's have placeholders.
 *
 * @throws InputError `prompt-missing`, `file-unreadable`, `prompt-placeholder-unknown`
 */
export async function readPrompts(
  { systemPromptFile, taskPromptFile }: PromptFlags,
  trained: DatasetManifest | undefined,
): Promise<Prompts> {
  const { fillPrompts, InputError } = await import('../../../toolkit/index.ts');
  if (taskPromptFile === undefined && trained === undefined) {
    throw new InputError('prompt-missing', 'Expected --task-prompt-file with what to ask about the image.', {
      remedy: 'Or name a prepared data set with --dataset or --dataset-manifest: its prompts are used.',
    });
  }
  const own = {
    ...(systemPromptFile !== undefined && { system: await readTextFile(systemPromptFile, 'system prompt') }),
    ...(taskPromptFile !== undefined && { task: await readTextFile(taskPromptFile, 'task prompt') }),
  };
  if (trained === undefined) return { system: '', task: '', ...own };
  const filled = fillPrompts({ system: '', task: '', ...own }, trained.task);
  return {
    system: own.system === undefined ? trained.prompts.system : filled.system,
    task: own.task === undefined ? trained.prompts.task : filled.task,
  };
}
