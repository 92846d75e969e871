import { findTwins, type Twin, type TwinCandidate } from '../twins/find-twins.ts';
import { alikePapers } from './alike-papers.ts';
import { cluster } from './clusters.ts';

export interface DocumentGroups {
  /** Indexes of documents that show one paper or one image; groups of two and more, members ascending. */
  readonly groups: readonly (readonly number[])[];
  readonly twins: readonly Twin[];
}

/**
 * Groups documents that must stay in one split: copies of one image, and photos of one paper.
 * Deterministic; linear in documents but for the sorting. Memory: about 5 KB a document.
 * @param documents with what is known of each: without pages only copies are found, without prints only photos of one paper
 */
export function groupDocuments(documents: readonly TwinCandidate[]): DocumentGroups {
  const papers = alikePapers(documents.map(({ page }) => page));
  const twins = findTwins(documents, papers);
  const photos = cluster(documents.length, papers.edges, papers.isSamePaper);
  return { groups: join(documents.length, photos, twins), twins };
}

/** Twins are never parted, whatever their text was read as. */
function join(
  count: number,
  groups: readonly (readonly number[])[],
  twins: readonly Twin[],
): readonly (readonly number[])[] {
  const chains = groups.flatMap(([first = 0, ...others]) => others.map((b) => ({ a: first, b })));
  const edges = [...chains, ...twins].map(({ a, b }) => ({ a, b, likeness: 1 }));
  return cluster(count, edges, () => true);
}
