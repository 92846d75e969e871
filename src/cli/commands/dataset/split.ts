import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { DocumentSource, LabelledDocument, SplitName, Task } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { printNext, printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';
import { requireWritable } from '../../write-file.ts';
import { addSourceOptions, openSource, type SourceFlags } from './prepare-source.ts';
import { type CheckFlags, checkSplits } from './split-check.ts';

interface SplitFlags extends SourceFlags, CheckFlags {
  readonly check?: readonly string[];
  readonly groups?: string;
  readonly task: Task['kind'];
  readonly validationSplit: number;
  readonly testSplit: number;
  readonly out?: string;
}

export function registerSplit(command: Command, context: CommandContext): void {
  addSourceOptions(command)
    .option('--groups <file>', 'report of dataset audit --out: its groups stay in one split')
    .addOption(
      new Option('--task <kind>', 'classification spreads every class over the splits')
        .choices(['classification', 'extraction'])
        .default('classification'),
    )
    .option('--seed <n>', 'another split', wholeNumber(0), 0)
    .option('--validation-split <share>', 'share of documents, 0 to 1', realNumber(0, 1), 0.1)
    .option('--test-split <share>', 'share of documents held out for evaluation, 0 to 1', realNumber(0, 1), 0.1)
    .option('--out <file>', 'CSV to write: document, label, group, split')
    .option(
      '--check <folders...>',
      'look for papers that are in several splits: of a data set folder, or of image folders for train, validation, test',
    )
    .option('--no-pages', 'check for copies only, without reading the pages')
    .option('--cache-folder <folder>', 'where pages that were read are kept (default: in the user’s cache)')
    .option('--json', 'print JSON')
    .action((flags: SplitFlags) =>
      flags.check === undefined ? planSplit(flags, context) : checkSplits(flags.check, flags, context),
    );
}

interface SplitRow {
  readonly document: string;
  readonly label: string;
  readonly group: string;
  readonly split: SplitName;
}

const SPLIT_NAMES: readonly SplitName[] = ['train', 'validation', 'test'];

async function planSplit(flags: SplitFlags, context: CommandContext): Promise<void> {
  const { assignSplits, readGroupFile, withGroups } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const out = flags.out === undefined ? undefined : resolve(io.cwd, flags.out);
  if (out !== undefined) await requireWritable(out, () => false);
  const named = await openSource(flags, context);
  const file = flags.groups === undefined ? undefined : resolve(io.cwd, flags.groups);
  const source = file === undefined ? named : withGroups(named, await readGroupFile(file), file);
  const { documents, skipped } = await readDocuments(source, context);
  const splits = assignSplits(
    documents.map(({ id, label, group }) => ({
      id,
      stratum: flags.task === 'classification' ? label : '',
      ...(group !== undefined && { group }),
    })),
    { seed: flags.seed, validation: { fraction: flags.validationSplit }, test: { fraction: flags.testSplit } },
  );
  const rows = documents.map(
    ({ id, label, group = '' }): SplitRow => ({ document: id, label, group, split: splits.get(id) ?? 'train' }),
  );
  if (out !== undefined) await writeCsv(out, rows, context);
  const counts = countSplits(rows);
  const result = { counts, groups: groupsOf(rows), skipped, documents: rows };
  printResult(result, () => describe(rows, flags.task, skipped), flags.json, context);
  if (out !== undefined) {
    const images = flags.images === undefined ? '' : ` --images ${flags.images}`;
    printNext(
      `novatune dataset prepare${images} …${flags.groups === undefined ? '' : ` --groups ${flags.groups}`} --seed ${flags.seed}`,
      context,
    );
  }
}

async function readDocuments(
  source: DocumentSource,
  { io }: CommandContext,
): Promise<{ readonly documents: readonly LabelledDocument[]; readonly skipped: number }> {
  const documents: LabelledDocument[] = [];
  let skipped = 0;
  for await (const item of source.documents(io.signal)) {
    if (item.kind === 'document') documents.push(item.document);
    else if (item.kind === 'skipped') skipped += 1;
    else io.stderr.write(`note: ${item.note.message}\n`);
  }
  return { documents, skipped };
}

function countSplits(rows: readonly SplitRow[]): Record<SplitName, number> {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const { split } of rows) counts[split] += 1;
  return counts;
}

/** Groups of two and more documents. */
function groupsOf(rows: readonly SplitRow[]): number {
  const sizes = new Map<string, number>();
  for (const { group } of rows) if (group !== '') sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1).length;
}

function describe(rows: readonly SplitRow[], task: Task['kind'], skipped: number): string {
  const row = (name: string, own: readonly SplitRow[]): string[] => {
    const counts = countSplits(own);
    return [name, ...SPLIT_NAMES.map((split) => `${counts[split]}`)];
  };
  const classes = task === 'classification' ? [...new Set(rows.map(({ label }) => label))].sort() : [];
  return [
    formatTable(
      ['', ...SPLIT_NAMES],
      [
        row('documents', rows),
        ...classes.map((name) =>
          row(
            name,
            rows.filter(({ label }) => label === name),
          ),
        ),
      ],
    ),
    '',
    `groups: ${groupsOf(rows)} with two or more documents, none of them parted`,
    `skipped: ${skipped}`,
  ].join('\n');
}

async function writeCsv(file: string, rows: readonly SplitRow[], { io }: CommandContext): Promise<void> {
  const lines = [
    ['document', 'label', 'group', 'split'],
    ...rows.map(({ document, label, group, split }) => [document, label, group, split]),
  ];
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join(''), {
      flag: 'wx',
      signal: io.signal,
    });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** RFC 4180. */
const quoted = (cell: string): string => (/[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
