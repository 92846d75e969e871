import type { Prompts, Task } from '../../model/task.ts';
import { classificationPrompts } from './classification.ts';
import { vatInvoiceSellerPrompts } from './vat-invoice-seller.ts';

/** The words used when the user gives none. Extraction tasks get those for the seller of a VAT invoice, our worked example; other fields need their own words. */
export function defaultPrompts(task: Task): Prompts {
  return task.kind === 'classification' ? classificationPrompts(task) : vatInvoiceSellerPrompts(task);
}
