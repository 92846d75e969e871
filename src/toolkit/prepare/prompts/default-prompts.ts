import type { Prompts, Task } from '../../model/task.ts';
import { anyFieldPrompts } from './any-field.ts';
import { classificationPrompts } from './classification.ts';
import { vatInvoiceSellerPrompts } from './vat-invoice-seller.ts';

/** Field of the worked example whose words are written for Chinese VAT invoices. */
const SELLER = 'seller';

/**
 * The words used when the user gives none. Extraction of `seller` gets those for Chinese VAT invoices, our worked example, unless the field
 * is described; any other field gets general words made of its name and description.
 */
export function defaultPrompts(task: Task, fieldDescription?: string): Prompts {
  if (task.kind === 'classification') return classificationPrompts(task);
  if (task.field === SELLER && fieldDescription === undefined) return vatInvoiceSellerPrompts(task);
  return anyFieldPrompts(task, fieldDescription);
}
