import { type Command, InvalidArgumentError } from 'commander';
import type { ResourceKind } from '../../toolkit/index.ts';
import type { Register } from '../command.ts';
import { addPriceFile } from '../options/budget.ts';
import { addCloudOptions } from '../options/cloud.ts';
import { duration } from '../options/duration.ts';
import { wholeNumber } from '../options/numbers.ts';
import type { CleanupFlags } from './cleanup/flags.ts';

const EXAMPLES = `
Examples:
  $ novatune cleanup --all-regions
  $ novatune cleanup --run invoices-1 --run-folder runs/invoices-1 --keep models --delete

Without --delete or --yes it only lists. Only what carries novatune's tags is found, and in S3: folders of runs in buckets
with these tags, folders that tagged jobs wrote, and those given. Exit code 7: something stays, or could not be searched.`;

export const register: Register = (command, context) => {
  addSelection(addPriceFile(addCloudOptions(command)))
    .option('--delete', 'delete, after asking; without it and --yes everything is only listed')
    .option('--dry-run', 'only list, whatever else is given')
    .option('--yes', 'delete without asking')
    .option(
      '--max-wait-time <seconds>',
      'longest wait for jobs to stop and endpoints to settle (default: 1800)',
      wholeNumber(0),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CleanupFlags) => {
      const { runCleanup } = await import('./cleanup/run-cleanup.ts');
      await runCleanup(flags, context);
    });
};

function addSelection(command: Command): Command {
  return command
    .option('--run <name>', 'only what this run made')
    .option('--run-folder <folder>', 'folder of a run: its name, and where in S3 it has written')
    .option('--prefix <uri...>', 'S3 prefixes to empty too, s3://bucket/prefix/')
    .option('--kind <kinds>', 'only these kinds, such as throughput,model', collectKinds)
    .option('--keep <kinds>', 'all but these kinds, such as models', collectKinds)
    .option('--older-than <age>', 'only what is older, such as 7d; things without a date stay', duration)
    .option('--all-regions', 'search every region where Nova or its copies can be');
}

/** The toolkit, which has the list, is not loaded for help. */
const KINDS = Object.keys({
  job: true,
  'batch-job': true,
  throughput: true,
  deployment: true,
  alarm: true,
  'event-rule': true,
  schedule: true,
  model: true,
  role: true,
  'schedule-group': true,
  uploads: true,
  objects: true,
  bucket: true,
} satisfies Record<ResourceKind, true>) as ResourceKind[];

/** Parser of a repeatable list of kinds, singular or plural. */
function collectKinds(text: string, before: readonly ResourceKind[] = []): ResourceKind[] {
  const kinds = text.split(',').map((word) => {
    const wanted = word.trim().toLowerCase();
    const found = KINDS.find((kind) => kind === wanted || `${kind}s` === wanted || kind === `${wanted}s`);
    if (found) return found;
    throw new InvalidArgumentError(`Expected one or more of ${KINDS.join(', ')}.`);
  });
  return [...before, ...kinds];
}
