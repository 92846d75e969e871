import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { DocumentSource, SamplingMethod } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { hubAccess } from '../../options/hub.ts';
import { wholeNumber } from '../../options/numbers.ts';

/** Flags that say where documents and labels come from. */
export interface SourceFlags {
  readonly images?: string;
  readonly labels?: string;
  readonly dataset?: string;
  readonly localDataset?: string;
  readonly config?: string;
  readonly revision?: string;
  readonly split?: string;
  readonly samplesPerLabel?: number;
  readonly sampling?: SamplingMethod;
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly groupColumn?: string;
  readonly encoding?: string;
  readonly pdfPages?: 'first' | 'all';
  readonly maxSide?: number;
  readonly seed: number;
}

export const addSourceOptions = (command: Command): Command =>
  command
    .option('--images <folder>', 'images or PDF files; without --labels one folder per class')
    .option('--labels <file>', 'CSV or JSON Lines (.jsonl) that names image and label')
    .option('--dataset <name>', 'data set of the Hugging Face Hub (default: chainyo/rvl-cdip)')
    .option('--config <name>', 'config of the data set (default: its default)')
    .option('--revision <name>', 'branch, tag or commit of the data set (default: main)')
    .option('--local-dataset <path>', 'folder of save_to_disk, Parquet file, or folder of Parquet files')
    .option('--split <name>', 'split of a data set, or all (default: train)')
    .option('--samples-per-label <n>', 'documents of each label (default: all)', wholeNumber(1))
    .addOption(
      new Option(
        '--sampling <method>',
        'balanced reads the fewest bytes; uniform gives every document the same chance (default: balanced)',
      ).choices(['balanced', 'uniform']),
    )
    .option('--image-column <name>', 'column with the image (default: recognised)')
    .option('--label-column <name>', 'column with the label (default: recognised)')
    .option('--group-column <name>', 'documents with the same value stay in one split')
    .option('--encoding <name>', 'of a CSV file (default: UTF-8, UTF-16 or GB18030, whichever it is)')
    .addOption(
      new Option('--pdf-pages <pages>', 'pages of a PDF that are documents (default: first)').choices(['first', 'all']),
    );

/** What the flags mean; the Hub's default data set when they name no source. */
export async function openSource(flags: SourceFlags, { io }: Pick<CommandContext, 'io'>): Promise<DocumentSource> {
  const kind = await chooseSource(flags);
  const toolkit = await import('../../../toolkit/index.ts');
  const table = tableOptions(flags);
  switch (kind) {
    case 'images':
      return openImages(flags);
    case 'arrow':
      return toolkit.savedDataset({ folder: resolve(flags.localDataset ?? '.'), ...table });
    case 'parquet':
      return toolkit.parquetFiles({ path: resolve(flags.localDataset ?? '.'), ...table });
    case 'hugging-face': {
      const { dataset, config, revision } = flags;
      return toolkit.huggingFace({
        ...(dataset !== undefined && { dataset }),
        ...(config !== undefined && { config }),
        ...(revision !== undefined && { revision }),
        ...table,
        ...(await hubAccess(io)),
      });
    }
  }
}

type SourceKind = 'images' | 'arrow' | 'parquet' | 'hugging-face';

/** Flags that one kind of source has and the others do not know. */
const OWN_FLAGS: Readonly<Record<'images' | 'dataset' | 'localDataset', readonly (keyof SourceFlags)[]>> = {
  images: ['labels', 'encoding', 'pdfPages'],
  dataset: ['config', 'revision', 'samplesPerLabel', 'sampling'],
  localDataset: ['samplesPerLabel', 'sampling'],
};

async function chooseSource(flags: SourceFlags): Promise<SourceKind> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const named = (['images', 'dataset', 'localDataset'] as const).filter((flag) => flags[flag] !== undefined);
  const [first = flags.labels === undefined ? 'dataset' : 'images', second] = named;
  if (second !== undefined) {
    throw new InputError(
      'option-invalid',
      `Expected one source of documents, but got ${named.map(flagName).join(' and ')}.`,
      {
        remedy: 'Leave all but one away.',
      },
    );
  }
  const known = new Set(OWN_FLAGS[first]);
  const stray = Object.values(OWN_FLAGS)
    .flat()
    .find((flag) => flags[flag] !== undefined && !known.has(flag));
  if (stray !== undefined) {
    throw new InputError(
      'option-invalid',
      `The flag ${flagName(stray)} says nothing about documents from ${flagName(first)}.`,
      {
        remedy: 'Leave it away, or name another source.',
      },
    );
  }
  if (first === 'images') return 'images';
  if (first === 'dataset') return 'hugging-face';
  return (await isSaved(flags.localDataset ?? '.')) ? 'arrow' : 'parquet';
}

async function isSaved(path: string): Promise<boolean> {
  const { isSavedDataset } = await import('../../../toolkit/index.ts');
  const found = await stat(resolve(path)).catch(() => undefined);
  return found?.isDirectory() === true && isSavedDataset(resolve(path));
}

const flagName = (flag: string): string => `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

async function openImages(flags: SourceFlags): Promise<DocumentSource> {
  const { pdfPages } = await import('../../../toolkit/index.ts');
  const { pdfPages: pages, maxSide } = flags;
  return pdfPages(await openLabelledFiles(flags), {
    ...(pages !== undefined && { pages }),
    ...(maxSide !== undefined && { maxSide }),
  });
}

async function openLabelledFiles(flags: SourceFlags): Promise<DocumentSource> {
  const { imageFolder, imagesAndCsv, jsonlManifest, InputError } = await import('../../../toolkit/index.ts');
  const { images, labels, split, encoding } = flags;
  const columns = columnOptions(flags);
  if (labels !== undefined && extname(labels) === '.jsonl') {
    return jsonlManifest({
      manifest: resolve(labels),
      ...(images !== undefined && { images: resolve(images) }),
      ...columns,
    });
  }
  if (images === undefined) {
    throw new InputError(
      'option-invalid',
      `Expected the folder of the images that ${labels ?? ''} names, but got no --images.`,
      { remedy: 'Give --images.' },
    );
  }
  const text = { ...columns, ...(encoding !== undefined && { encoding }) };
  if (labels !== undefined) return imagesAndCsv({ images: resolve(images), csv: resolve(labels), ...text });
  return imageFolder(resolve(images), { ...(split !== undefined && { split }), ...text });
}

const columnOptions = ({ imageColumn, labelColumn, groupColumn }: SourceFlags) => ({
  ...(imageColumn !== undefined && { imageColumn }),
  ...(labelColumn !== undefined && { labelColumn }),
  ...(groupColumn !== undefined && { groupColumn }),
});

const tableOptions = (flags: SourceFlags) => ({
  ...columnOptions(flags),
  seed: flags.seed,
  ...(flags.split !== undefined && { split: flags.split }),
  ...(flags.samplesPerLabel !== undefined && { samplesPerLabel: flags.samplesPerLabel }),
  ...(flags.sampling !== undefined && { sampling: flags.sampling }),
});
