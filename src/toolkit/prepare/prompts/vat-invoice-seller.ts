import type { ExtractionTask, Prompts } from '../../model/task.ts';

/** Our default words for reading the seller's name off a photo of a Chinese VAT invoice. */
export function vatInvoiceSellerPrompts(task: ExtractionTask): Prompts {
  const answer =
    task.answerFormat === 'json'
      ? `只输出一个 JSON 对象，不要代码块：${JSON.stringify({ [task.field]: '<名称>' }).replace('":"', '": "')} / Answer with that JSON object and nothing else.`
      : '只输出名称本身，不要引号、标签或解释。 / Answer with the name alone, no quotes, no field label, no explanation.';
  return {
    system:
      '你负责读取中国增值税发票的图片，逐字抄录票面上的内容。 / You read photos of Chinese VAT invoices and copy what is printed, character by character.',
    task: [
      '这张发票的销售方名称是什么？ / What is the name of the seller (销售方) on this invoice?',
      [
        '- 只要销售方（通常在发票下方“销售方”栏的“名称”一行），不要购买方。 / Only the seller, usually at the bottom left, never the buyer (购买方) at the top.',
        '- 按票面原样写出完整名称，包括括号里的文字。 / Give the full name as printed, brackets included.',
      ].join('\n'),
      answer,
    ].join('\n\n'),
  };
}
