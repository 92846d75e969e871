import { createHash } from 'node:crypto';
import type { LabelledDocument } from '../model/dataset.ts';

/** sha256 in hex over ids and labels in any order; documents without a label do not count. */
export function hashLabels(documents: Iterable<Pick<LabelledDocument, 'id' | 'label'>>): string {
  const lines: string[] = [];
  for (const { id, label } of documents) if (label !== '') lines.push(JSON.stringify([id, label]));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
