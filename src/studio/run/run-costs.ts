import {
  type AskedModel,
  actualRun,
  type DatasetManifest,
  type Endpoint,
  type JobDetails,
  type PriceTable,
  type RunUse,
  runUse,
  type Scores,
} from '../../toolkit/index.ts';
import type { Cost } from '../api.ts';
import type { ArtifactName, RunFiles, RunRecord } from './run-files.ts';

/** What is counted once and does not grow with time. */
type Counted = Pick<RunUse, 'asked' | 'training'>;

const READ: readonly ArtifactName[] = ['run', 'job', 'baseScores', 'tunedScores'];

/** What runs have cost so far. Tokens are counted again only when an artifact has changed; hours and months go on. */
export class RunCosts {
  readonly #prices: PriceTable;
  readonly #counted = new Map<string, { readonly print: string; readonly counted: Counted }>();

  constructor(prices: PriceTable) {
    this.#prices = prices;
  }

  /** Undefined when nothing paid has been done, or nothing of it has a price. */
  async of(files: RunFiles, now: number): Promise<Cost | undefined> {
    const job = await files.read<JobDetails>('job');
    if (!job) return undefined;
    const record = await files.read<RunRecord>('run');
    const endpoint = await files.read<Endpoint>('endpoint');
    const baseModel = record?.recipe?.baseModel ?? job.base_model;
    const until = (await files.stat('cleanup'))?.mtimeMs ?? now;
    const use = runUse({ baseModel, job, predictions: [], until, ...(endpoint && { endpoint }) });
    const { total } = actualRun({ ...use, ...(await this.#count(files, baseModel, job)) }, this.#prices);
    if (total.high === 0) return undefined;
    const { low, high, complete } = total;
    return { low, high, complete, currency: 'USD' };
  }

  async #count(files: RunFiles, baseModel: string, job: JobDetails): Promise<Counted> {
    const print = await files.fingerprint(READ);
    const known = this.#counted.get(files.run.id);
    if (known?.print === print) return known.counted;
    const manifest = await files.manifest();
    const scores = [await files.read<Scores>('baseScores'), await files.read<Scores>('tunedScores')];
    const counted = {
      asked: scores.flatMap((one) => (one ? [askedOf(one)] : [])),
      ...trainingOf(manifest, job, baseModel),
    };
    this.#counted.set(files.run.id, { print, counted });
    return counted;
  }
}

const askedOf = ({ modelId, documents, missing, tokens }: Scores): AskedModel => ({
  modelId,
  documents: documents - missing,
  inputTokens: tokens.input,
  outputTokens: tokens.output,
});

function trainingOf(
  manifest: DatasetManifest | undefined,
  job: JobDetails,
  baseModel: string,
): Pick<RunUse, 'training'> {
  if (!manifest) return {};
  const { training } = runUse({ baseModel, manifest, job, predictions: [], until: 0 });
  return training ? { training } : {};
}
