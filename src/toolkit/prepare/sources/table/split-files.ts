import { InputError } from '../../../errors.ts';

/** Files by split, in order of names. */
export type SplitFiles = ReadonlyMap<string, readonly string[]>;

/** Every split, for `chooseSplits`. */
const ALL_SPLITS = 'all';

const SPLIT_WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['validation', ['validation', 'valid', 'dev', 'val']],
  ['test', ['test', 'testing', 'eval', 'evaluation']],
  ['train', ['train', 'training']],
];
/** `data/train-00000-of-00012.parquet`, with or without a fingerprint behind. */
const SHARD = /^(?:.*\/)?([^/]+?)-\d{5}-of-\d{5}(?:-[^/]+)?\.[^./]+$/;

/**
 * Groups files by split the way data sets on the Hub are named
 * (https://huggingface.co/docs/hub/datasets-file-names-and-splits): shards `<split>-00000-of-00012`, else the words train,
 * validation and test (and their kin) in the file's name, then in its folders; files that name no split are `train`.
 */
export function groupBySplit(paths: readonly string[]): SplitFiles {
  const splits = new Map<string, string[]>();
  for (const path of [...paths].sort(compare)) {
    const split = SHARD.exec(path)?.[1] ?? splitWord(path) ?? 'train';
    const known = splits.get(split);
    if (known === undefined) splits.set(split, [path]);
    else known.push(path);
  }
  return splits;
}

function splitWord(path: string): string | undefined {
  for (const part of path.split('/').reverse()) {
    const words = part.toLowerCase().split(/[^a-z]+/);
    const found = SPLIT_WORDS.find(([, kin]) => kin.some((word) => words.includes(word)));
    if (found !== undefined) return found[0];
  }
  return undefined;
}

/**
 * The files of the wanted split; of `train`, or of the only split there is, when none is wanted; of every one for `all`.
 * @throws InputError `split-not-found`
 */
export function chooseSplits(
  splits: SplitFiles,
  wanted: string | undefined,
  place: string,
): { readonly split: string; readonly path: string }[] {
  const names = [...splits.keys()];
  const only = names.length === 1 ? names[0] : undefined;
  const chosen = wanted === ALL_SPLITS ? names : [wanted ?? (splits.has('train') ? 'train' : (only ?? 'train'))];
  return chosen.flatMap((split) => {
    const files = splits.get(split);
    if (files === undefined) {
      throw new InputError(
        'split-not-found',
        `Expected a split ${JSON.stringify(split)} in ${place}, but it has ${names.join(', ') || 'none'}.`,
        {
          remedy: `Name one of these splits, or ${ALL_SPLITS}.`,
        },
      );
    }
    return files.map((path) => ({ split, path }));
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
