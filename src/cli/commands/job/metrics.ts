import { type Command, Option } from 'commander';
import type { JobMetrics, MetricsRow } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';
import { addWhichJob, findJob, type WhichJobFlags } from './which-job.ts';

interface MetricsFlags extends CloudFlags, WhichJobFlags {
  readonly format: 'table' | 'json' | 'csv';
  readonly json?: boolean;
}

export function registerMetrics(command: Command, context: CommandContext): void {
  addWhichJob(addCloudOptions(command))
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json', 'csv']).default('table'))
    .option('--json', 'same as --format json')
    .action((flags: MetricsFlags) => metrics(flags, context));
}

const COLUMNS = ['kind', 'step', 'epoch', 'loss', 'perplexity'];

function metrics(flags: MetricsFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { readJobMetrics } = await import('../../../toolkit/index.ts');
    const state = await findJob(flags, cloud, context);
    const found = await readJobMetrics(state, cloud, context.io.signal);
    const text = () => (flags.format === 'csv' ? formatCsv(found) : formatMetrics(found));
    printResult(found, text, flags.json || flags.format === 'json', context);
    for (const file of found.files) context.io.stderr.write(`${file}\n`);
    if (found.files.length === 0) {
      context.io.stderr.write(`no metrics yet under ${state.outputUri}; the job is ${state.status}\n`);
    }
  });
}

const formatMetrics = ({ training, validation }: JobMetrics): string =>
  formatTable(COLUMNS, [
    ...training.map((row) => cells('training', row, (value) => value.toFixed(4))),
    ...validation.map((row) => cells('validation', row, (value) => value.toFixed(4))),
  ]);

/** Numbers as the files have them. */
const formatCsv = ({ training, validation }: JobMetrics): string =>
  [
    COLUMNS,
    ...training.map((row) => cells('training', row, String)),
    ...validation.map((row) => cells('validation', row, String)),
  ]
    .map((row) => row.join(','))
    .join('\n');

const cells = (kind: string, { step, epoch, loss, perplexity }: MetricsRow, write: (value: number) => string) => [
  kind,
  String(step),
  epoch === undefined ? '' : String(epoch),
  write(loss),
  perplexity === undefined ? '' : write(perplexity),
];
