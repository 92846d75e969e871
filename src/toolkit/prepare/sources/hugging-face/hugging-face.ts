import { DataError, InputError, NovatuneError } from '../../../errors.ts';
import type { ByteCounter } from '../../../lib/byte-source.ts';
import { cardFeatures } from '../features/card-features.ts';
import type { Features } from '../features/feature.ts';
import type { DocumentSource, SourceNote } from '../source.ts';
import type { Table, TableFile } from '../table/table.ts';
import { type TableOptions, tableSource } from '../table/table-source.ts';
import { createHub, type HubClient, type HubFile, type HubRepository } from './hub-client.ts';
import { type ChosenTables, convertedTables, ownTables, type WantedTables } from './hub-tables.ts';
import { cacheRanges } from './range-cache.ts';
import type { RetryOptions } from './retry.ts';

/** The data set of the worked example: 16 classes of scanned documents. */
export const DEFAULT_DATASET = 'chainyo/rvl-cdip';
const DEFAULT_HUB_ENDPOINT = 'https://huggingface.co';
/** Branch with the Hub's own conversion of a data set. */
const CONVERTED_BRANCH = 'refs/convert/parquet';

/** How to reach the Hub: the caller reads it from the environment. */
export interface HubAccess {
  /** Default https://huggingface.co. */
  readonly endpoint?: string;
  /** Access token, for private and gated data sets. */
  readonly token?: string;
  /** Ranges that were read are kept here, so that an interrupted run fetches nothing twice. Default: not kept. */
  readonly cacheFolder?: string;
}

export interface HuggingFaceOptions extends TableOptions, HubAccess, RetryOptions {
  /** Default `chainyo/rvl-cdip`. */
  readonly dataset?: string;
  /** Default: the one called `default`, or the only one. */
  readonly config?: string;
  /** A split, or `all`. Default `train`, or the only one. */
  readonly split?: string;
  /** Branch, tag or commit. Default `main`. */
  readonly revision?: string;
}

/**
 * A data set of the Hugging Face Hub, read in ranges from Parquet files: its own, else those the Hub converts it to. Nothing is
 * downloaded whole; everything is read at one commit.
 *
 * @throws InputError `hub-dataset-not-found`, `hub-revision-not-found`, `hub-no-parquet`, `config-not-found`, `config-ambiguous`,
 *   `split-not-found`, `table-column-…`, while iterating
 * @throws ConfigurationError `hub-dataset-gated`, `hub-unauthorized`
 * @throws CloudError `hub-rate-limited`, `hub-unavailable`, `hub-unreachable`, after retries
 */
export function huggingFace(options: HuggingFaceOptions = {}): DocumentSource {
  const { dataset = DEFAULT_DATASET } = options;
  if (!/^\w[\w.-]*(\/\w[\w.-]*)?$/.test(dataset)) {
    throw new InputError(
      'option-invalid',
      `Expected a data set such as ${DEFAULT_DATASET}, but got ${JSON.stringify(dataset)}.`,
    );
  }
  const counter: ByteCounter = { bytes: 0 };
  const location = options.revision === undefined ? dataset : `${dataset}@${options.revision}`;
  const find = async (signal: AbortSignal | undefined) => {
    const endpoint = (options.endpoint ?? DEFAULT_HUB_ENDPOINT).replace(/\/+$/, '');
    const hub = createHub(dataset, { ...options, endpoint, counter }, signal);
    const found = await findTables(hub, { ...options, dataset });
    return {
      files: found.tables.files.map(({ split, path }) => tableFile(hub, found, split, path, options)),
      notes: found.notes,
    };
  };
  return tableSource({ kind: 'hugging-face', location, counter }, find, options);
}

interface FoundTables {
  readonly dataset: string;
  readonly commit: string;
  readonly tables: ChosenTables;
  readonly listed: readonly HubFile[];
  /** What the card states about the columns, for files that do not. */
  readonly features: Features | undefined;
  readonly notes: readonly SourceNote[];
}

async function findTables(hub: HubClient, options: HuggingFaceOptions & WantedTables): Promise<FoundTables> {
  const { dataset, revision } = options;
  const main = await hub.repository(revision ?? 'main');
  const own = await hub.files(main.commit);
  const tables = ownTables(
    own.map(({ path }) => path),
    main.card,
    options,
  );
  if (tables !== undefined) return found(dataset, main, main.commit, tables, own, []);
  if (revision !== undefined)
    throw noParquet(dataset, `revision ${revision} holds none, and the Hub converts the main branch alone`);
  const branch = await hub.repository(CONVERTED_BRANCH).catch((error: unknown) => {
    if (error instanceof NovatuneError && error.code === 'hub-revision-not-found') return undefined;
    throw error;
  });
  const listed = branch === undefined ? [] : await hub.files(branch.commit);
  const converted = convertedTables(
    listed.map(({ path }) => path),
    options,
  );
  if (branch === undefined || converted === undefined)
    throw noParquet(dataset, 'it holds none and the Hub has not converted it');
  const notes = converted.partial
    ? [
        {
          code: 'dataset-partial',
          message: `The Hub has converted only the first 5 GB of ${dataset} to Parquet: later rows cannot be drawn.`,
        },
      ]
    : [];
  return found(dataset, main, branch.commit, converted, listed, notes);
}

function found(
  dataset: string,
  main: HubRepository,
  commit: string,
  tables: ChosenTables,
  listed: readonly HubFile[],
  notes: readonly SourceNote[],
): FoundTables {
  const count = tables.files.length;
  const read = {
    code: 'dataset-revision',
    message: `Reads ${count === 1 ? 'one Parquet file' : `${count} Parquet files`} of ${dataset}, config ${tables.config}, at commit ${commit}.`,
  };
  return { dataset, commit, tables, listed, features: cardFeatures(main.card, tables.config), notes: [read, ...notes] };
}

function noParquet(dataset: string, state: string): InputError {
  return new InputError('hub-no-parquet', `Expected Parquet files in the data set ${dataset}, but ${state}.`, {
    remedy: 'Convert it with `datasets` (push_to_hub or save_to_disk) and read that.',
  });
}

function tableFile(
  hub: HubClient,
  { dataset, commit, listed, features }: FoundTables,
  split: string,
  path: string,
  { cacheFolder, endpoint }: HuggingFaceOptions,
): TableFile {
  return {
    split,
    async open() {
      const file = listed.find((one) => one.path === path);
      if (file === undefined)
        throw new DataError('table-unreadable', `Expected ${path} in ${dataset}, but it is not listed.`);
      const { openParquet } = await import('../parquet/parquet-table.ts');
      const bytes = hub.bytes(commit, file);
      const identity = `${endpoint ?? ''} ${dataset} ${commit} ${path}`;
      const table = await openParquet(cacheFolder === undefined ? bytes : cacheRanges(bytes, cacheFolder, identity));
      return features === undefined ? table : withCardFeatures(table, features);
    },
  };
}

/** What the file says goes first; a bare number may be a class label of the card. */
function withCardFeatures(table: Table, card: Features): Table {
  const features = new Map(
    [...table.features].map(([name, feature]) => [
      name,
      feature.kind === 'value' ? (card.get(name) ?? feature) : feature,
    ]),
  );
  return { ...table, features };
}
