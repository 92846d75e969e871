import {
  type AuditReport,
  type DocumentSource,
  hashLabels,
  imageFolder,
  imagesAndCsv,
  liesInside,
} from '../../toolkit/index.ts';
import type { RunRecord } from '../run/run-files.ts';

/** A document of a source, without its image. */
export interface ListedDocument {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
}

/**
 * All documents that an audit has looked at, read again from their source: those without findings as well. Undefined when the source does not lie
 * below a root, or its labels have changed since.
 */
export async function sourceDocuments(
  record: RunRecord | undefined,
  audit: AuditReport | undefined,
  roots: readonly string[],
): Promise<readonly ListedDocument[] | undefined> {
  const opened = openSource(record?.recipe?.source);
  if (!opened || !audit || !(await areInside(opened.paths, roots))) return undefined;
  try {
    const found: ListedDocument[] = [];
    for await (const item of opened.source.documents()) {
      if (item.kind !== 'document') continue;
      const { id, label, group } = item.document;
      found.push({ id, label, ...(group !== undefined && { group }) });
    }
    return hashLabels(found) === audit.labelsHash ? found : undefined;
  } catch {
    return undefined; // The source may be gone; what the audit says is still shown.
  }
}

interface OpenedSource {
  readonly source: DocumentSource;
  readonly paths: readonly string[];
}

/** Only of files on this machine that are quick to list. */
function openSource(source: NonNullable<RunRecord['recipe']>['source']): OpenedSource | undefined {
  if (source?.kind === 'image-folder') {
    return { source: imageFolder(source.folder, source), paths: [source.folder] };
  }
  if (source?.kind === 'images-and-csv') {
    return { source: imagesAndCsv({ ...source, csv: source.labels }), paths: [source.images, source.labels] };
  }
  return undefined;
}

async function areInside(paths: readonly string[], roots: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const inside = await Promise.all(roots.map((root) => liesInside(root, path)));
    if (!inside.includes(true)) return false;
  }
  return true;
}
