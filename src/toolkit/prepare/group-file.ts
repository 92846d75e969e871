import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import type { DocumentSource, SourceItem } from './sources/source.ts';

/** Id of a document → name of its group: the id of the group's first document. */
export type GroupNames = ReadonlyMap<string, string>;

/** An audit report, as far as groups are concerned. */
const REPORT = z.object({ groups: z.array(z.array(z.string().min(1)).min(1)) });

/**
 * Reads the groups of an audit report (`dataset audit --out`), or of any JSON file `{"groups": [["a.png", "b.png"], …]}`.
 * @throws InputError `group-file-invalid`
 */
export async function readGroupFile(file: string): Promise<GroupNames> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InputError('group-file-invalid', `Expected groups of documents at ${file}, but it cannot be read.`, {
      remedy: 'Write it with dataset audit --out.',
      cause,
    });
  });
  return parseGroups(text, file);
}

/** @throws InputError `group-file-invalid` */
export function parseGroups(text: string, file: string): GroupNames {
  const parsed = REPORT.safeParse(parseJson(text.replace(/^\uFEFF/u, ''), file));
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error));
  const groups = new Map<string, string>();
  for (const group of parsed.data.groups) {
    const [name = ''] = group;
    for (const id of group) {
      const known = groups.get(id);
      if (known !== undefined && known !== name) {
        throw invalid(
          file,
          `${JSON.stringify(id)} is in two groups, with ${JSON.stringify(known)} and with ${JSON.stringify(name)}`,
        );
      }
      groups.set(id, name);
    }
  }
  return groups;
}

/**
 * The same source, its documents in groups. A document that no group names stands alone, or stays in the group that the source gives it.
 * A note says how many named documents the source does not have.
 * @throws InputError `group-conflict` when the source gives a document another group; `group-file-of-other-documents` when it has none of the documents; while iterating
 */
export function withGroups(source: DocumentSource, groups: GroupNames, file: string): DocumentSource {
  return {
    kind: source.kind,
    location: source.location,
    documents: (signal) => groupedDocuments(source, groups, file, signal),
    classNames: async (signal) => source.classNames?.(signal),
    closingNotes: () => source.closingNotes?.() ?? [],
  };
}

async function* groupedDocuments(
  source: DocumentSource,
  groups: GroupNames,
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourceItem> {
  let found = 0;
  for await (const item of source.documents(signal)) {
    if (item.kind === 'note') {
      yield item;
      continue;
    }
    const { id } = item.kind === 'document' ? item.document : item.skipped;
    const group = groups.get(id);
    if (group !== undefined) found += 1;
    yield group === undefined || item.kind === 'skipped' ? item : putInGroup(item.document, group, file);
  }
  const missing = groups.size - found;
  if (missing === 0) return;
  if (found === 0) {
    throw new InputError(
      'group-file-of-other-documents',
      `Expected groups of the documents of ${source.location}, but it has none of the ${groups.size} that ${file} names, such as ${JSON.stringify([...groups.keys()][0])}.`,
      { remedy: 'Audit the same images and labels, or leave --groups away.' },
    );
  }
  const message = `${missing} of ${groups.size} documents in the groups of ${file} are not in ${source.location}.`;
  yield { kind: 'note', note: { code: 'group-file-outdated', message } };
}

function putInGroup(
  document: Extract<SourceItem, { kind: 'document' }>['document'],
  group: string,
  file: string,
): SourceItem {
  if (document.group !== undefined) {
    throw new InputError(
      'group-conflict',
      `Expected one group for ${document.id}, but the source says ${JSON.stringify(document.group)} and ${file} ${JSON.stringify(group)}.`,
      { remedy: 'Give the group column or the group file, not both.' },
    );
  }
  return { kind: 'document', document: { ...document, group } };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, 'it is not JSON', cause);
  }
}

function invalid(file: string, reason: string, cause?: unknown): InputError {
  return new InputError('group-file-invalid', `Expected groups of documents in ${file}, but ${reason}.`, {
    remedy: 'Write it with dataset audit --out, or as {"groups": [["a.png", "b.png"]]}.',
    cause,
  });
}
