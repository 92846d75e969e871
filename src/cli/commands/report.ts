import { Option } from 'commander';
import type { Register } from '../command.ts';
import { addTruthOptions } from '../options/truth.ts';
import { type ReportFlags, writeReport } from './report/write-report.ts';

export const register: Register = (command, context) => {
  addTruthOptions(
    command
      .argument('[run-folder]', 'folder of a run, finished or not')
      .option('--base <file>', 'scores or predictions of the base model')
      .option('--tuned <file>', 'scores or predictions of the tuned model'),
  )
    .option('--audit <file>', 'report of the label audit, JSON')
    .option('--job <file>', 'job details, JSON')
    .option('--metrics <file>', 'metrics CSV, or a folder with them')
    .option('--title <text>', 'heading (default: that of the run)')
    .option('--output <file>', 'the page (default: report.html in the run folder)')
    .option('--markdown <file>', 'a short twin for a pull request')
    .option('--redact', 'leave pictures and text of documents out, and hash their names')
    .addOption(new Option('--language <language>', 'words of the report').choices(['en', 'zh']).default('en'))
    .option('--force', 'replace files that are there already')
    .option('--json', 'print what the report shows as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune report runs/invoices --redact --output share.html --markdown share.md\n  $ novatune report --base base.json --tuned tuned.json --dataset data/scans --output report.html --language zh',
    )
    .action((folder: string | undefined, flags: ReportFlags) => writeReport(folder, flags, context));
};
