import {
  type AuditReport,
  type DatasetDocument,
  type DatasetManifest,
  type Outcome,
  type Scores,
  WHOLE_SET,
} from '../../toolkit/index.ts';
import type { Answer, Change, DocumentFacets, DocumentFinding, DocumentRow } from '../api.ts';
import type { ArtifactName, RunFiles, RunRecord } from '../run/run-files.ts';
import { sourceFolder } from './pictures.ts';
import { type ListedDocument, sourceDocuments } from './source-documents.ts';

/** All documents of a run with what each artifact says about them: about 1 kB a document. */
export interface DocumentIndex {
  readonly rows: readonly DocumentRow[];
  readonly byId: ReadonlyMap<string, DocumentRow>;
  readonly facets: DocumentFacets;
}

/** What was read of a run, to put together. */
interface Sources {
  readonly manifest: DatasetManifest | undefined;
  readonly audit: AuditReport | undefined;
  readonly base: Scores | undefined;
  readonly tuned: Scores | undefined;
  readonly record: RunRecord | undefined;
  /** Of the source, where nothing was prepared from it yet. */
  readonly listed?: readonly ListedDocument[];
}

const READ: readonly ArtifactName[] = ['run', 'audit', 'baseScores', 'tunedScores'];

/** Indexes that are kept: one page is open at a time, and a comparison takes two. */
const KEPT = 3;

/** Indexes by run, made again when an artifact has changed. */
export class DocumentIndexes {
  readonly #known = new Map<string, { readonly print: string; readonly index: Promise<DocumentIndex> }>();
  readonly #roots: readonly string[];

  /** @param roots absolute, real paths: sources are read below them alone */
  constructor(roots: readonly string[]) {
    this.#roots = roots;
  }

  async get(files: RunFiles): Promise<DocumentIndex> {
    const { id } = files.run;
    const print = await files.fingerprint(READ);
    const known = this.#known.get(id);
    this.#known.delete(id);
    const current = known?.print === print ? known : { print, index: readIndex(files, this.#roots) };
    this.#known.set(id, current);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
    }
    return current.index;
  }
}

async function readIndex(files: RunFiles, roots: readonly string[]): Promise<DocumentIndex> {
  const manifest = await files.manifest();
  const audit = await files.read<AuditReport>('audit');
  const record = await files.read<RunRecord>('run');
  const listed = manifest ? undefined : await sourceDocuments(record, audit, roots);
  return buildIndex({
    manifest,
    audit,
    base: await files.read<Scores>('baseScores'),
    tuned: await files.read<Scores>('tunedScores'),
    record,
    ...(listed && { listed }),
  });
}

/** Pure. Without a manifest, as when the audit ended the run, the documents are those of the source, else those that the audit speaks of. */
function buildIndex(sources: Sources): DocumentIndex {
  const { manifest, audit, base, tuned } = sources;
  const findings = findingsOf(audit);
  const proposals = new Map((audit?.proposals ?? []).map((proposal) => [proposal.document, proposal]));
  const answers = { base: answersOf(base), tuned: answersOf(tuned) };
  const documents = manifest?.documents ?? sources.listed ?? withoutManifest(findings, audit);
  const hasSource = sourceFolder(sources.record?.recipe?.source) !== undefined;
  const rows = documents.map((document): DocumentRow => {
    const baseAnswer = answers.base.get(document.id);
    const tunedAnswer = answers.tuned.get(document.id);
    const proposed = proposals.get(document.id)?.proposed;
    return {
      ...shown(document, hasSource),
      findings: findings.get(document.id) ?? [],
      ...(proposed !== undefined && { proposed }),
      ...(baseAnswer && { base: baseAnswer }),
      ...(tunedAnswer && { tuned: tunedAnswer }),
      ...(baseAnswer && tunedAnswer && { change: changeOf(baseAnswer, tunedAnswer) }),
    };
  });
  const task = manifest?.task ?? sources.record?.recipe?.task;
  const classes = task?.kind === 'classification' ? task.classes.map(({ name }) => name) : undefined;
  return {
    rows,
    byId: new Map(rows.map((row) => [row.id, row])),
    facets: facetsOf(rows, findings.get(WHOLE_SET) ?? [], classes),
  };
}

type Known = Pick<DocumentRow, 'id' | 'label'> & Partial<DatasetDocument>;

const shown = ({ id, label, split, group, width, height, bytes, image }: Known, hasSource: boolean) => ({
  id,
  label,
  hasImage: image !== undefined || hasSource,
  ...(split !== undefined && { split }),
  ...(group !== undefined && { group }),
  ...(width !== undefined && height !== undefined && { width, height }),
  ...(bytes !== undefined && { bytes }),
});

function withoutManifest(findings: ReadonlyMap<string, unknown>, audit: AuditReport | undefined): readonly Known[] {
  const labels = new Map((audit?.proposals ?? []).map(({ document, label }) => [document, label]));
  return [...findings.keys()].filter((id) => id !== WHOLE_SET).map((id) => ({ id, label: labels.get(id) ?? '' }));
}

function findingsOf(audit: AuditReport | undefined): ReadonlyMap<string, DocumentFinding[]> {
  const found = new Map<string, DocumentFinding[]>();
  for (const { document, code, severity, message, remedy } of audit?.findings ?? []) {
    const finding = { code, severity, message, remedy };
    const known = found.get(document);
    if (known) known.push(finding);
    else found.set(document, [finding]);
  }
  return found;
}

const answersOf = (scores: Scores | undefined): ReadonlyMap<string, Answer> =>
  new Map((scores?.outcomes ?? []).map((outcome) => [outcome.document, answerOf(outcome)]));

const answerOf = ({ status, predicted, answer, similarity }: Outcome): Answer => ({
  status,
  ...(predicted !== undefined && { predicted }),
  ...(answer !== undefined && { answer }),
  ...(similarity !== undefined && { similarity }),
});

function changeOf(base: Answer, tuned: Answer): Change {
  const wasRight = base.status === 'correct';
  if (tuned.status === 'correct') return wasRight ? 'bothRight' : 'fixed';
  return wasRight ? 'broken' : 'bothWrong';
}

function facetsOf(
  rows: readonly DocumentRow[],
  setFindings: readonly DocumentFinding[],
  classes: readonly string[] | undefined,
): DocumentFacets {
  const changes = { fixed: 0, broken: 0, bothWrong: 0, bothRight: 0 };
  for (const { change } of rows) if (change) changes[change] += 1;
  return {
    documents: rows.length,
    splits: tally(rows.flatMap(({ split }) => split ?? [])),
    labels: tally(rows.map(({ label }) => label)),
    codes: tally(rows.flatMap(({ findings }) => [...new Set(findings.map(({ code }) => code))])),
    changes,
    proposals: rows.filter(({ proposed }) => proposed !== undefined).length,
    setFindings,
    ...(classes && { classes }),
  };
}

/** Most frequent labels that are offered as a filter: texts that are read off pages are nearly all different. */
const MAX_VALUES = 500;

function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  return Object.fromEntries(sorted.slice(0, MAX_VALUES));
}
