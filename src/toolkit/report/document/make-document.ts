import { adviseTraining } from '../../advice/index.ts';
import { sha256Hex } from '../../lib/hash.ts';
import type { Dataset } from '../../model/artifacts.ts';
import type { DatasetManifest } from '../../model/dataset.ts';
import type { Comparison, Scores } from '../../model/scores.ts';
import type { ReportLanguage } from '../words/language.ts';
import { billings } from './billings.ts';
import { clip } from './clip.ts';
import { groupDocuments } from './group-documents.ts';
import type { ReportDocument, ReportedComparison, ReportedDataset, ReportedScores } from './report-document.ts';
import type { ReportInput } from './report-input.ts';
import { summarizeAudit, summarizeFindings } from './summarize-findings.ts';

/** Longest prompt that is shown whole, characters. */
const LONGEST_PROMPT = 20_000;

/** Artifacts → what the report shows, with names and text of documents. Pure. */
export function makeDocument(input: ReportInput, language: ReportLanguage, manifestHash?: string): ReportDocument {
  const { title, run, createdAt, novatuneVersion, nodeVersion, accountId, region, rehearsal } = input;
  const { dataset, audit, findings, job, base, tuned, comparison, estimate, actual } = input;
  const curve = curveOf(input);
  const bills = billings(input);
  return {
    title,
    ...(run !== undefined && { run }),
    createdAt,
    language,
    redacted: false,
    novatuneVersion,
    nodeVersion,
    ...(accountId !== undefined && { accountId }),
    ...(region !== undefined && { region }),
    rehearsal,
    ...(dataset && { dataset: describeDataset(dataset, manifestHash) }),
    ...(audit && { audit: summarizeAudit(audit) }),
    ...(findings && { validation: summarizeFindings(findings) }),
    ...(job && { job }),
    ...(curve && { curve }),
    advice: curve ? adviseTraining(curve) : [],
    ...(base && { base: withoutOutcomes(base) }),
    ...(tuned && { tuned: withoutOutcomes(tuned) }),
    ...(comparison && { comparison: counted(comparison) }),
    documents: groupDocuments(base, tuned, imagesOf(dataset)),
    ...((estimate ?? actual) && { costs: { ...(estimate && { estimate }), ...(actual && { actual }) } }),
    ...(bills && { bills }),
  };
}

function curveOf({ job, trainingLoss = [], validationLoss = [] }: ReportInput): ReportDocument['curve'] {
  if (trainingLoss.length + validationLoss.length === 0) return undefined;
  return { name: job?.job_name ?? '', training: trainingLoss, validation: validationLoss };
}

const withoutOutcomes = ({ outcomes: _, ...scores }: Scores): ReportedScores => scores;

const counted = ({ fixed, broken, ...comparison }: Comparison): ReportedComparison => ({
  ...comparison,
  fixed: fixed.length,
  broken: broken.length,
});

const imagesOf = (dataset: Dataset | undefined): ReadonlyMap<string, string> =>
  new Map(dataset?.manifest.documents.map(({ id, image }) => [id, image]));

function describeDataset({ manifest }: Dataset, manifestHash: string | undefined): ReportedDataset {
  const { name, prompts, imageRecipe, recipeHash, seed, counts, classCounts, files, source, task, documents } =
    manifest;
  return {
    name,
    prompts: { system: clip(prompts.system, LONGEST_PROMPT), task: clip(prompts.task, LONGEST_PROMPT) },
    imageRecipe,
    recipeHash,
    seed,
    counts,
    classCounts,
    files,
    kind: task.kind,
    field: task.field,
    source,
    groups: new Set(documents.flatMap(({ group }) => group ?? [])).size,
    imageBytes: documents.reduce((sum, { bytes }) => sum + bytes, 0),
    skipped: skippedByCode(manifest),
    promptHash: sha256Hex(JSON.stringify([prompts.system, prompts.task])),
    ...(manifestHash !== undefined && { manifestHash }),
  };
}

function skippedByCode({ skipped }: DatasetManifest): ReportedDataset['skipped'] {
  const counts = new Map<string, number>();
  for (const { code } of skipped) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}
