import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { DatasetStats, SplitName } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { printResult } from '../../output.ts';
import { formatBytes } from '../../render/bytes.ts';
import { formatTable } from '../../render/table.ts';

interface StatsFlags {
  readonly json?: boolean;
}

export function registerStats(command: Command, context: CommandContext): void {
  command
    .argument('<folder>', 'data set folder')
    .option('--json', 'print JSON')
    .action((folder: string, flags: StatsFlags) => showStats(folder, flags, context));
}

async function showStats(folder: string, flags: StatsFlags, context: CommandContext): Promise<void> {
  const { datasetStats, readDataset } = await import('../../../toolkit/index.ts');
  const { manifest } = await readDataset(resolve(folder));
  const stats = datasetStats(manifest);
  printResult(stats, () => describeStats(stats), flags.json, context);
}

const SPLIT_NAMES: readonly SplitName[] = ['train', 'validation', 'test'];

function describeStats(stats: DatasetStats): string {
  const { groups, images } = stats;
  const formats = Object.entries(images.formats).map(
    ([format, own]) => `${own.images} ${format} (${formatBytes(own.bytes)})`,
  );
  const skipped = Object.entries(stats.skipped).map(([code, count]) => `${count} ${code}`);
  return [
    `${stats.name}: ${stats.documents} documents for ${stats.task}`,
    '',
    formatTable(
      ['split', 'documents', 'groups', 'labels', 'images', 'tokens, estimated'],
      SPLIT_NAMES.map((name) => splitRow(name, stats)),
    ),
    ...(stats.classes.length === 0
      ? []
      : [
          '',
          formatTable(
            ['class', ...SPLIT_NAMES],
            stats.classes.map((one) => [one.name, ...SPLIT_NAMES.map((name) => `${one[name]}`)]),
          ),
        ]),
    '',
    `groups: ${groups.groups} with two or more documents, ${groups.documents} documents in them, ${groups.largest} in the largest`,
    `images: ${formats.join(', ') || 'none'}`,
    `pixels: ${spread(images.width)} wide, ${spread(images.height)} high (smallest, median, largest)`,
    `skipped: ${skipped.join(', ') || 'none'}`,
  ].join('\n');
}

function splitRow(name: SplitName, { splits }: DatasetStats): string[] {
  const { documents, groups, labels, bytes, tokens } = splits[name];
  const { low, high } = tokens.total;
  return [
    name,
    `${documents}`,
    `${groups}`,
    `${labels}`,
    formatBytes(bytes),
    low === high ? `${low}` : `${low} to ${high}`,
  ];
}

function spread({ min, median, max }: DatasetStats['images']['width']): string {
  return `${min}, ${median}, ${max}`;
}
