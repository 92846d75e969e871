import type { DocumentPage, DocumentQuery, DocumentRow } from '../api.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** One page of the documents that pass every filter. Pure. */
export function filterDocuments(rows: readonly DocumentRow[], query: DocumentQuery): DocumentPage {
  const tests = testsOf(query);
  const offset = Math.max(0, query.offset ?? 0);
  const limit = Math.min(MAX_LIMIT, Math.max(1, query.limit ?? DEFAULT_LIMIT));
  const found = tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)));
  const ordered = query.order === 'worst' ? found.toSorted((one, other) => likeness(one) - likeness(other)) : found;
  return { total: found.length, offset, documents: ordered.slice(offset, offset + limit) };
}

/** Of the tuned model's answer to the truth, 0 to 1; nothing read is like nothing. */
function likeness({ tuned }: DocumentRow): number {
  if (tuned === undefined) return 1;
  return tuned.similarity ?? (tuned.status === 'correct' ? 1 : 0);
}

type Test = (row: DocumentRow) => boolean;

function testsOf(query: DocumentQuery): readonly Test[] {
  const { split, label, code, change, outcome, predicted, proposed, answered, model = 'tuned' } = query;
  const text = query.text?.trim().toLowerCase() ?? '';
  const tests: readonly (Test | false)[] = [
    split !== undefined && ((row) => row.split === split),
    label !== undefined && ((row) => row.label === label),
    code !== undefined && (({ findings }) => findings.some((finding) => finding.code === code)),
    change !== undefined && ((row) => row.change === change),
    outcome !== undefined && ((row) => row[model]?.status === outcome),
    predicted !== undefined && ((row) => row[model]?.predicted === predicted),
    answered === true && ((row) => row.change !== undefined),
    proposed === true && ((row) => row.proposed !== undefined),
    text !== '' && ((row) => textsOf(row).some((part) => part.toLowerCase().includes(text))),
  ];
  return tests.filter((test): test is Test => test !== false);
}

const textsOf = ({ id, label, proposed, base, tuned }: DocumentRow): readonly string[] =>
  [id, label, proposed, base?.predicted ?? base?.answer, tuned?.predicted ?? tuned?.answer].filter(
    (part): part is string => part !== undefined,
  );
