import type { ClassificationTask, ExtractionTask, Prompts, Task } from '../../model/task.ts';
import { answerRule } from './answer-rule.ts';

export interface LabellingPromptsOptions {
  /** Replaces our system prompt. */
  readonly system?: string;
  /** Replaces what we ask; the answer rule is added behind it. */
  readonly task?: string;
  /** What the field holds, for extraction of another field than the seller: `date of issue, as printed`. */
  readonly fieldDescription?: string;
}

/**
 * Words for asking a large model for a label: longer than those for training, with rules for doubtful pages and a strict form of the answer.
 * Extraction asks for the seller of a Chinese VAT invoice when the field is `seller` and nothing else is said.
 */
export function labellingPrompts(task: Task, options: LabellingPromptsOptions = {}): Prompts {
  const own = task.kind === 'classification' ? classPrompts(task) : fieldPrompts(task, options.fieldDescription);
  return {
    system: options.system ?? own.system,
    task: `${(options.task ?? own.task).trim()}\n\n${answerRule(task)}`,
  };
}

function classPrompts({ classes }: ClassificationTask): Prompts {
  const rows = classes.map(({ name, description }) => `| ${cell(name)} | ${cell(description)} |`);
  return {
    system:
      'You label scanned documents for a training set. Each label is checked, so you look at the layout, the headings and the wording before you decide.',
    task: [
      'Which type of document does the image show? Choose exactly one from this table.',
      ['| type | description |', '| --- | --- |', ...rows].join('\n'),
      [
        'When several types fit:',
        '- decide by what the page as a whole was made for, not by one word or one stamp on it;',
        '- prefer the type whose description names something that you can point at on the page;',
        '- write the type exactly as it stands in the first column.',
      ].join('\n'),
    ].join('\n\n'),
  };
}

const COPIST =
  'You read document images for a training set and copy single values off them, character by character. Each value is compared with the page.';

function fieldPrompts(task: ExtractionTask, description: string | undefined): Prompts {
  if (description === undefined && task.field === 'seller') return SELLER;
  const what = description ?? task.field.replaceAll(/[_-]+/g, ' ');
  return {
    system: COPIST,
    task: [
      `What is this on the page: ${what}?`,
      '- Copy it exactly as printed, brackets, spaces and punctuation included; do not translate, correct or shorten it.\n- Leave out the printed name of the field and any words of your own.',
    ].join('\n\n'),
  };
}

/** The seller's name on a Chinese VAT invoice. The buyer's name stands on the same page, larger in most readers' eyes because it comes first. */
const SELLER: Prompts = {
  system: `${COPIST} 你为训练集标注中国增值税发票，逐字抄录票面内容。`,
  task: [
    '这张增值税发票的销售方名称是什么？ / What is the name of the seller (销售方) on this VAT invoice?',
    [
      '- 销售方在发票下半部分，“销售方”一栏的“名称”一行。 / The seller stands in the lower part, in the box marked 销售方, on the line 名称.',
      '- 发票上半部分“购买方”一栏是买方，不是答案。 / The name in the upper box, 购买方, is the buyer: never the answer.',
      '- 印章上的名称只能用来核对，以“名称”一行为准。 / A stamp may confirm the name; what counts is the printed line.',
      '- 按票面原样抄录全称，包括括号及括号里的文字。 / Copy the full name as printed, with brackets and what is in them.',
    ].join('\n'),
  ].join('\n\n'),
};

/** A cell must not end its row or its column. */
const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|');
