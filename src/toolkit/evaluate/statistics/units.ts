/** What is drawn as a whole when documents are resampled: the indexes of a group's documents, or of one document that stands alone. */
export type Units = readonly (readonly number[])[];

/** Documents by group, in order of first appearance. A document without a group stands alone. */
export function unitsOf(documents: readonly { readonly group?: string }[]): Units {
  const groups = new Map<string, number[]>();
  const units: number[][] = [];
  for (const [index, { group }] of documents.entries()) {
    const members = group === undefined ? undefined : groups.get(group);
    if (members) {
      members.push(index);
      continue;
    }
    const unit = [index];
    units.push(unit);
    if (group !== undefined) groups.set(group, unit);
  }
  return units;
}

/** Number of units when some hold more than one document, otherwise undefined. */
export const groupCount = (units: Units): number | undefined =>
  units.some(({ length }) => length > 1) ? units.length : undefined;
