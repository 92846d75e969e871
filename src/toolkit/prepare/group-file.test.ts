import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGroups, readGroupFile, withGroups } from './group-file.ts';
import type { DocumentSource, SourceItem } from './sources/source.ts';
import { assignSplits } from './split.ts';

const sourceOf = (ids: readonly string[], group?: string): DocumentSource => ({
  kind: 'made',
  location: 'made',
  async *documents(): AsyncGenerator<SourceItem> {
    for (const id of ids)
      yield { kind: 'document', document: { id, path: `/${id}`, label: 'x', ...(group !== undefined && { group }) } };
  },
});

async function groupsOf(source: DocumentSource): Promise<Record<string, string | undefined>> {
  const found: Record<string, string | undefined> = {};
  for await (const item of source.documents()) {
    if (item.kind === 'document') found[item.document.id] = item.document.group;
    if (item.kind === 'note') found[item.note.code] = item.note.message;
  }
  return found;
}

const GROUPS = parseGroups('{"groups": [["a", "b"], ["c", "d"]], "documents": 5}', 'audit.json');

describe('withGroups', () => {
  it('puts documents into the groups of the report', async () => {
    const grouped = withGroups(sourceOf(['a', 'b', 'c', 'd', 'e']), GROUPS, 'audit.json');
    expect(await groupsOf(grouped)).toEqual({ a: 'a', b: 'a', c: 'c', d: 'c', e: undefined });
  });

  it('notes documents that the source does not have', async () => {
    const grouped = withGroups(sourceOf(['a', 'b', 'c']), GROUPS, 'audit.json');
    expect(await groupsOf(grouped)).toMatchObject({
      'group-file-outdated': '1 of 4 documents in the groups of audit.json are not in made.',
    });
  });

  it('refuses groups of other documents, and two groups for one document', async () => {
    await expect(groupsOf(withGroups(sourceOf(['x']), GROUPS, 'audit.json'))).rejects.toMatchObject({
      code: 'group-file-of-other-documents',
    });
    await expect(groupsOf(withGroups(sourceOf(['a'], 'own'), GROUPS, 'audit.json'))).rejects.toMatchObject({
      code: 'group-conflict',
    });
  });

  it('takes a report without groups', async () => {
    const grouped = withGroups(sourceOf(['a']), parseGroups('{"groups": []}', 'audit.json'), 'audit.json');
    expect(await groupsOf(grouped)).toEqual({ a: undefined });
  });

  it('keeps each group in one split, whatever the seed', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `d${at}`);
    const report = fc
      .uniqueArray(fc.constantFrom(...ids), { minLength: 4 })
      .map((members) => [members.slice(0, members.length >> 1), members.slice(members.length >> 1)]);
    await fc.assert(
      fc.asyncProperty(report, fc.nat(), async (groups, seed) => {
        const file = parseGroups(JSON.stringify({ groups }), 'g.json');
        const named = await groupsOf(withGroups(sourceOf(ids), file, 'g.json'));
        const splits = assignSplits(
          Object.entries(named).map(([id, group]) => ({ id, stratum: '', ...(group !== undefined && { group }) })),
          { seed, validation: { fraction: 0.2 }, test: { fraction: 0.2 } },
        );
        for (const group of groups) expect(new Set(group.map((id) => splits.get(id))).size).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('readGroupFile', () => {
  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['no groups', '{"findings": []}', 'groups'],
    ['a document in two groups', '{"groups": [["a", "b"], ["c", "a"]]}', '"a" is in two groups'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => parseGroups(text, 'g.json')).toThrow(reason);
  });

  it('reads a file with a byte order mark, and says which is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'novatune-groups-'));
    try {
      const file = join(folder, 'audit.json');
      await expect(readGroupFile(file)).rejects.toMatchObject({ code: 'group-file-invalid' });
      await writeFile(file, '\uFEFF{"groups": [["a", "b"]]}');
      expect(await readGroupFile(file)).toEqual(
        new Map([
          ['a', 'a'],
          ['b', 'a'],
        ]),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
