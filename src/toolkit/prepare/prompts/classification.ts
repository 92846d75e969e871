import type { ClassificationTask, Prompts } from '../../model/task.ts';
import { classTable } from './class-table.ts';
import { answerExample } from './fill-prompts.ts';

const SYSTEM =
  'You sort scanned documents. You look at the layout, the headings and the wording of one page and decide which type of document it is.';

/** Our default words for sorting documents into a closed set of classes. The table lists every class with its description. */
export function classificationPrompts(task: ClassificationTask): Prompts {
  const answer =
    task.answerFormat === 'json'
      ? `Answer with one JSON object and nothing else, no explanation and no code fence: ${answerExample(task)}`
      : 'Answer with the type alone, without quotes or explanation.';
  return {
    system: SYSTEM,
    task: [
      'Which type of document does the image show? Choose exactly one type from this table.',
      classTable(task.classes),
      `Write the type exactly as it stands in the first column. When several fit, choose the one that describes the whole page best. ${answer}`,
    ].join('\n\n'),
  };
}
