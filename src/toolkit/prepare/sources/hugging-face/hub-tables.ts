import { z } from 'zod';
import { InputError } from '../../../errors.ts';
import { chooseSplits, groupBySplit, type SplitFiles } from '../table/split-files.ts';
import { globPattern } from './glob.ts';

/** Which Parquet files make a data set. */
export interface WantedTables {
  readonly dataset: string;
  readonly config?: string;
  readonly split?: string;
}

export interface ChosenTables {
  readonly config: string;
  readonly files: readonly { readonly split: string; readonly path: string }[];
}

const PATTERNS = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const DATA_FILES = z.union([
  PATTERNS.transform((patterns) => [{ split: 'train', path: patterns }]),
  z.array(z.looseObject({ split: z.string(), path: PATTERNS })),
  z
    .record(z.string(), PATTERNS)
    .transform((splits) => Object.entries(splits).map(([split, path]) => ({ split, path }))),
]);
const CONFIG = z.looseObject({
  config_name: z.string(),
  data_files: DATA_FILES.optional(),
  data_dir: z.string().optional(),
  default: z.boolean().optional(),
});
const CARD = z.looseObject({ configs: z.array(CONFIG) });

interface Config {
  readonly name: string;
  readonly splits: SplitFiles;
  readonly isDefault: boolean;
}

/**
 * Parquet files of the data set's own repository by the configs of its card, else by the conventions of their names
 * (https://huggingface.co/docs/hub/datasets-manual-configuration); undefined when it has none.
 * @throws InputError `config-not-found`, `config-ambiguous`, `split-not-found`
 */
export function ownTables(paths: readonly string[], card: unknown, wanted: WantedTables): ChosenTables | undefined {
  const parquet = paths.filter(
    (path) => path.endsWith('.parquet') && !path.split('/').some((part) => part.startsWith('.')),
  );
  if (parquet.length === 0) return undefined;
  const stated = CARD.safeParse(card).data?.configs.map((config) => statedConfig(config, parquet)) ?? [];
  const configs = stated.filter(({ splits }) => splits.size > 0);
  if (configs.length > 0) return chooseTables(configs, wanted);
  // Nothing stated: a config is a folder of its own.
  const folder = wanted.config === undefined ? [] : parquet.filter((path) => path.startsWith(`${wanted.config}/`));
  const name = wanted.config ?? 'default';
  if (folder.length > 0) return chooseTables([{ name, splits: groupBySplit(folder), isDefault: true }], wanted);
  return chooseTables([{ name: 'default', splits: groupBySplit(parquet), isDefault: true }], wanted);
}

function statedConfig(config: z.infer<typeof CONFIG>, parquet: readonly string[]): Config {
  const { config_name: name, data_files: stated, data_dir: dir, default: isDefault } = config;
  const folder = dir === undefined ? '' : `${dir.replace(/^\.?\/+|\/+$/g, '')}/`;
  const inside = parquet.filter((path) => path.startsWith(folder));
  const about = { name, isDefault: isDefault ?? name === 'default' };
  if (stated === undefined) return { ...about, splits: groupBySplit(inside) };
  const splits = new Map<string, readonly string[]>();
  for (const { split, path } of stated) {
    const patterns = path.map((one) => globPattern(`${folder}${one.replace(/^\.\//, '')}`));
    const files = inside.filter((file) => patterns.some((pattern) => pattern.test(file)));
    if (files.length > 0) splits.set(split, files.sort());
  }
  return { ...about, splits };
}

/** Start of a split folder that holds only the first 5 GB of a data set. */
const PARTIAL = 'partial-';
const CONVERTED = /^(.+)\/([^/]+)\/\d+\.parquet$/;

/**
 * Files of the branch that the Hub converts data sets to, `<config>/<split>/0000.parquet`; `partial` when it holds only their beginning.
 * @throws InputError `config-not-found`, `config-ambiguous`, `split-not-found`
 */
export function convertedTables(
  paths: readonly string[],
  wanted: WantedTables,
): (ChosenTables & { readonly partial: boolean }) | undefined {
  const configs = new Map<string, Map<string, string[]>>();
  for (const path of [...paths].sort()) {
    const [, name, folder] = CONVERTED.exec(path) ?? [];
    if (name === undefined || folder === undefined) continue;
    const split = folder.startsWith(PARTIAL) ? folder.slice(PARTIAL.length) : folder;
    const splits = configs.get(name) ?? new Map<string, string[]>();
    configs.set(name, splits.set(split, [...(splits.get(split) ?? []), path]));
  }
  if (configs.size === 0) return undefined;
  const chosen = chooseTables(
    [...configs].map(([name, splits]) => ({ name, splits, isDefault: name === 'default' })),
    wanted,
  );
  return { ...chosen, partial: chosen.files.some(({ path }) => path.includes(`/${PARTIAL}`)) };
}

function chooseTables(configs: readonly Config[], { dataset, config, split }: WantedTables): ChosenTables {
  const names = configs.map(({ name }) => name).join(', ');
  const [only, second] = configs;
  const found =
    config === undefined
      ? (configs.find(({ isDefault }) => isDefault) ?? (second === undefined ? only : undefined))
      : configs.find(({ name }) => name === config);
  if (found !== undefined)
    return { config: found.name, files: chooseSplits(found.splits, split, `${dataset}, config ${found.name}`) };
  if (config === undefined) {
    throw new InputError('config-ambiguous', `Expected one config of ${dataset}, but it has ${names}.`, {
      remedy: 'Name the config.',
    });
  }
  throw new InputError(
    'config-not-found',
    `Expected a config ${JSON.stringify(config)} of ${dataset}, but it has ${names}.`,
    {
      remedy: 'Name one of these configs.',
    },
  );
}
