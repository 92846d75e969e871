import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Option } from 'commander';
import type { ImportedConfig, ScaffoldValues } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { printNext, printResult } from '../output.ts';
import { readTextFile } from '../read-text.ts';
import { requireWritable, writeText } from '../write-file.ts';

interface InitFlags {
  readonly name?: string;
  readonly task?: ScaffoldValues['task'];
  readonly images?: string;
  readonly labels?: string;
  readonly bucketName?: string;
  readonly target?: 'local' | 'aws';
  readonly from?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `novatune init`: a commented recipe to begin with. Nothing that is there is changed, but for lines added to `.gitignore`. */
export const register: Register = (command, context) => {
  command
    .argument('[folder]', 'folder of the project; made when missing', '.')
    .option('--name <name>', 'name of the run (default: the folder’s)')
    .addOption(new Option('--task <kind>', 'what to ask').choices(['classification', 'extraction']))
    .option('--images <folder>', 'folder of the images (default: images)')
    .option(
      '--labels <file>',
      'CSV file of labels (default: labels.csv for extraction, else one folder for each class)',
    )
    .option('--bucket-name <bucket>', 'S3 bucket of data and results (default: novatune-<name>)')
    .addOption(
      new Option('--target <cloud>', 'where runs go; local keeps the project off AWS (default: local)').choices([
        'local',
        'aws',
      ]),
    )
    .option('--from <file>', 'begin with the config.env of the published invoice project')
    .option('--yes', 'ask nothing, take the defaults')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune init --task extraction --images photos --labels labels.csv\n  $ novatune init --from config.env --target aws --yes',
    )
    .action((folder: string, flags: InitFlags) => init(folder, flags, context));
};

async function init(folder: string, flags: InitFlags, context: CommandContext): Promise<void> {
  const { SCAFFOLD_IGNORES, scaffoldRecipe } = await import('../../toolkit/index.ts');
  const { io } = context;
  const root = resolve(io.cwd, folder);
  const file = join(root, 'novatune.yaml');
  await requireWritable(file, () => false);
  const imported = flags.from === undefined ? undefined : await importFrom(flags.from, context);
  const given = await askMissing(flags, imported, context);
  const values = withDefaults(root, given, imported);
  await mkdir(root, { recursive: true });
  await writeText(file, scaffoldRecipe(values));
  const ignored = await addIgnores(join(root, '.gitignore'), SCAFFOLD_IGNORES);
  const place = relative(io.cwd, file);
  const result = { recipe: file, ignored, ...(imported && { unused: imported.unused, unknown: imported.unknown }) };
  printResult(result, () => describe(place, ignored, imported), flags.json, context);
  const suffix = relative(io.cwd, root) === '' ? '' : ` ${place}`;
  printNext(`novatune run${suffix} --dry-run`, context);
}

async function importFrom(file: string, { io }: CommandContext): Promise<ImportedConfig> {
  const { importConfigEnv } = await import('../../toolkit/index.ts');
  return importConfigEnv(await readTextFile(resolve(io.cwd, file), 'configuration to import'), file);
}

/** Asks on a terminal for what neither flags nor the imported file say; an empty answer takes the default. */
async function askMissing(
  flags: InitFlags,
  imported: ImportedConfig | undefined,
  { io }: CommandContext,
): Promise<InitFlags> {
  if (flags.yes || flags.json || imported || !io.stdin.isTTY || !io.stderr.isTTY) return flags;
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  const answer = async (question: string, given: string | undefined) =>
    given ?? ((await prompt.question(`${question} `, { signal: io.signal })).trim() || undefined);
  try {
    const task = await answer('classification or extraction? [classification]', flags.task);
    const images = await answer('folder of the images? [images]', flags.images);
    const labels = await answer('CSV file of labels, if there is one?', flags.labels);
    const bucketName = await answer('S3 bucket? [novatune-<name>]', flags.bucketName);
    return {
      ...flags,
      ...(task !== undefined && { task: task === 'extraction' ? task : 'classification' }),
      ...(images !== undefined && { images }),
      ...(labels !== undefined && { labels }),
      ...(bucketName !== undefined && { bucketName }),
    };
  } finally {
    prompt.close();
  }
}

function withDefaults(root: string, flags: InitFlags, imported: ImportedConfig | undefined): ScaffoldValues {
  const from = imported?.values ?? {};
  const name = flags.name ?? nameOf(basename(root));
  const task = flags.task ?? from.task ?? (flags.labels === undefined ? 'classification' : 'extraction');
  const labels = flags.labels ?? from.labels ?? (task === 'extraction' ? 'labels.csv' : undefined);
  return {
    ...from,
    name,
    task,
    images: flags.images ?? from.images ?? 'images',
    ...(labels !== undefined && { labels }),
    bucket: flags.bucketName ?? from.bucket ?? `novatune-${name.toLowerCase()}`,
    target: flags.target ?? 'local',
  };
}

/** Letters and digits with single hyphens between them, as Bedrock's names are. */
const nameOf = (folder: string): string =>
  folder
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '') || 'my-run';

/** Adds the lines that are missing. @returns them */
async function addIgnores(file: string, wanted: readonly string[]): Promise<string[]> {
  const present = existsSync(file) ? await readFile(file, 'utf8') : '';
  const lines = new Set(present.split(/\r?\n/).map((line) => line.trim()));
  const missing = wanted.filter((line) => !lines.has(line));
  const before = present === '' || present.endsWith('\n') ? '' : '\n';
  if (missing.length > 0) await appendFile(file, `${before}${missing.join('\n')}\n`);
  return missing;
}

function describe(place: string, ignored: readonly string[], imported: ImportedConfig | undefined): string {
  return [
    `wrote ${place}`,
    ...(ignored.length > 0 ? [`added to .gitignore: ${ignored.join(', ')}`] : []),
    ...Object.entries(imported?.unused ?? {}).map(([key, reason]) => `not taken over: ${key} (${reason})`),
    ...(imported?.unknown ?? []).map((key) => `unknown: ${key}`),
  ].join('\n');
}
