import { stat } from 'node:fs/promises';
import type { AuditReport } from '../audit/index.ts';
import { type AskedModel, actualRun, type CostEstimate, type PriceTable, runUse } from '../cost/index.ts';
import type { Endpoint, JobDetails } from '../model/artifacts.ts';
import type { Finding } from '../model/finding.ts';
import type { Comparison, Scores } from '../model/scores.ts';
import type { CloudIdentity } from '../ports/cloud.ts';
import { readDataset } from '../prepare/index.ts';
import type { ReportInput } from '../report/index.ts';
import type { RunFolder } from '../run/index.ts';
import type { JobMetrics } from '../train/index.ts';
import type { Recipe } from './recipe.ts';

export interface ReportInputOptions {
  readonly novatuneVersion: string;
  readonly nodeVersion: string;
  /** For what has been used and what still bills; e.g. `bundledPrices()`. */
  readonly prices: PriceTable;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What `run.json` tells a report. */
interface RunRecord {
  readonly recipe: Pick<Recipe, 'name' | 'title' | 'baseModel'>;
  readonly identity: Pick<CloudIdentity, 'accountId' | 'region' | 'rehearsal'>;
}

/** Reads all that a run has left so far; the run need not be finished. */
export async function readReportInput(
  run: RunFolder,
  { novatuneVersion, nodeVersion, prices, now }: ReportInputOptions,
): Promise<ReportInput> {
  const record = await run.read<RunRecord>('run');
  const job = await run.read<JobDetails>('job');
  const endpoint = await run.read<Endpoint>('endpoint');
  const metrics = await run.read<JobMetrics>('metrics');
  const audit = await run.read<AuditReport>('audit');
  const validation = await run.read<{ readonly findings: readonly Finding[] }>('validation');
  const [base, tuned] = [await run.read<Scores>('baseScores'), await run.read<Scores>('tunedScores')];
  const comparison = await run.read<Comparison>('comparison');
  const estimate = await run.read<CostEstimate>('cost');
  const dataset = run.has('dataset') ? await readDataset(run.file('dataset')) : undefined;
  const cleanedUp = run.has('cleanup');
  const use = runUse({
    baseModel: job?.base_model ?? record?.recipe.baseModel ?? 'nova-lite',
    ...(dataset && { manifest: dataset.manifest }),
    ...(job && { job }),
    ...(endpoint && { endpoint }),
    predictions: [],
    // Written when nothing was left in the cloud.
    until: cleanedUp ? (await stat(run.file('cleanup'))).mtimeMs : now,
  });
  const asked = [base, tuned].flatMap((scores) => (scores ? [askedOf(scores)] : []));
  return {
    title: record?.recipe.title ?? 'Run',
    ...(record && { run: record.recipe.name, ...identityOf(record) }),
    rehearsal: record?.identity.rehearsal ?? false,
    createdAt: new Date(now).toISOString(),
    novatuneVersion,
    nodeVersion,
    ...(dataset && { dataset }),
    ...(audit && { audit }),
    ...(validation && { findings: validation.findings }),
    ...(job && { job }),
    ...(metrics && { trainingLoss: withLosses(metrics.training), validationLoss: withLosses(metrics.validation) }),
    ...(endpoint && { endpoint }),
    cleanedUp,
    ...(base && { base }),
    ...(tuned && { tuned }),
    ...(comparison && { comparison }),
    ...(estimate && { estimate }),
    ...(job && { actual: actualRun({ ...use, asked }, prices) }),
    prices,
  };
}

const identityOf = ({ identity: { accountId, region } }: RunRecord) => ({ accountId, region });

/** Tokens that the service counted. */
const askedOf = ({ modelId, documents, missing, tokens }: Scores): AskedModel => ({
  modelId,
  documents: documents - missing,
  inputTokens: tokens.input,
  outputTokens: tokens.output,
});

/** JSON has no word for a loss that is no number. */
const withLosses = (rows: JobMetrics['training']): JobMetrics['training'] =>
  rows.map((row) => ({ ...row, loss: row.loss ?? Number.NaN }));
