import { Option } from 'commander';
import type { Register } from '../command.ts';
import { addCloudOptions } from '../options/cloud.ts';
import { realNumber } from '../options/numbers.ts';
import { type ChartFlags, chart } from './chart/chart.ts';

export const register: Register = (command, context) => {
  addCloudOptions(command)
    .argument('<source...>', 'metrics CSV, folder, run folder, s3:// URI, or the ARN or name of a job')
    .option('--output <file>', 'write a picture: .svg or .png (default: draw in the terminal)')
    .option('--panels', 'four views: loss by step, mean per epoch, distribution, change from step to step')
    .option('--title <text>', 'heading of the picture')
    .option('--name <names...>', 'what the curves are called, in the order of the sources')
    .addOption(
      new Option('--measure <measure>', 'what is drawn upwards').choices(['loss', 'perplexity']).default('loss'),
    )
    .addOption(new Option('--x <progress>', 'what is drawn to the right').choices(['step', 'epoch']).default('step'))
    .option('--log', 'logarithmic axis')
    .option('--smoothing <weight>', 'weight of the past in the bold line, 0 to 0.999', realNumber(0, 0.999), 0.8)
    .option('--no-outliers', 'leave values beyond 1.5 interquartile ranges out of the distribution')
    .option('--force', 'replace the picture when it is there already')
    .option('--json', 'print curves and advice as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune chart runs/invoices --output loss.svg --panels\n  $ novatune chart job-1 job-2 --name "1e-5" "5e-5" --output both.png --local',
    )
    .action((sources: string[], flags: ChartFlags) => chart(sources, flags, context));
};
