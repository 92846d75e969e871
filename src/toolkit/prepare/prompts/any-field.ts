import type { ExtractionTask, Prompts } from '../../model/task.ts';
import { answerExample } from './fill-prompts.ts';

/** Words for reading any one field off a document, when the user gives none of their own. */
export function anyFieldPrompts(task: ExtractionTask, description: string | undefined): Prompts {
  const field = task.field.replaceAll(/[_-]+/g, ' ').trim();
  const meaning = description === undefined ? '' : `\n\nWhat is meant: ${description.trim()}`;
  const answer =
    task.answerFormat === 'json'
      ? `Answer with one JSON object and nothing else, no explanation and no code fence: ${answerExample(task)}`
      : 'Answer with the value alone, without quotes, field name or explanation.';
  return {
    system: 'You read images of documents and copy what is printed, character by character.',
    task: `What is the ${field} on this document?${meaning}\n\nGive the value exactly as it is printed, in full and in its own language. ${answer}`,
  };
}
