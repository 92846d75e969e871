import type { DocumentPage, LabelEdits, SavedLabels } from '../../../src/studio/api.ts';
import { getJson, post, postJson, queryOf } from './client.ts';
import type { Edits } from './edits.ts';

const bodyOf = (edits: Edits): LabelEdits => ({
  edits: Object.entries(edits).map(([document, label]) => ({ document, label })),
});

/** Studio writes a new file into the run folder. */
export const saveLabels = (run: string, edits: Edits): Promise<SavedLabels> =>
  postJson<SavedLabels>(`/api/runs/${run}/labels`, bodyOf(edits));

/** The browser keeps the file; nothing is written into the run folder. */
export async function downloadLabels(run: string, edits: Edits): Promise<void> {
  const response = await post(`/api/runs/${run}/labels.csv`, bodyOf(edits));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'labels-reviewed.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const PAGE = 500;

/** Every proposal of the audit. */
export async function allProposals(run: string): Promise<Edits> {
  const found: Record<string, string> = {};
  for (let offset = 0; ; offset += PAGE) {
    const query = queryOf({ proposed: true, offset, limit: PAGE });
    const page = await getJson<DocumentPage>(`/api/runs/${run}/documents?${query}`);
    for (const { id, proposed } of page.documents) if (proposed !== undefined) found[id] = proposed;
    if (offset + PAGE >= page.total) return found;
  }
}
