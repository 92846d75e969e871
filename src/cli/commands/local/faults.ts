import { type Command, Option } from 'commander';
import type { ActiveFault, CloudControl, FaultRule } from '../../../local-cloud/index.ts';
import type { CommandContext } from '../../command.ts';
import { explained } from '../../local-cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';

const KINDS = ['throttle', 'error', 'reset', 'hang', 'slow', 'truncate', 'stall', 'fail'] as const;
const PHASES = ['validation', 'dataProcessing', 'training', 'batchInference'] as const;

/** As the cloud knows them; `--for` becomes `until`. */
interface AddFlags {
  readonly json?: boolean;
  readonly for?: number;
  readonly [member: string]: unknown;
}

/** `novatune local faults`: what the running cloud gets wrong on purpose. */
export function addFaults(command: Command, context: CommandContext): void {
  command.addHelpText(
    'after',
    `
Examples:
  $ novatune local faults add --kind throttle --operation Converse --share 0.2
  $ novatune local faults add --kind stall --phase training --job invoices-1
  $ novatune local faults clear`,
  );
  addRuleOptions(
    command.command('add').description('switch a fault on, until it is cleared or the cloud stops'),
  ).action((flags: AddFlags) => add(flags, context));
  command
    .command('list')
    .description('faults that are on, and how often each has struck')
    .option('--json', 'print JSON')
    .action((flags: { readonly json?: boolean }) => list(flags, context));
  command
    .command('clear [id]')
    .description('switch one fault off, or all')
    .option('--json', 'print JSON')
    .action((id: string | undefined, flags: { readonly json?: boolean }) => clear(id, flags, context));
}

const addRuleOptions = (command: Command): Command =>
  command
    .addOption(new Option('--kind <kind>', 'what goes wrong').choices(KINDS).makeOptionMandatory())
    .option('--service <name>', 's3, iam, sts, bedrock, bedrock-runtime, …, or batch-inference (default: all)')
    .option('--operation <name>', 'e.g. Converse, or Get* (default: all)')
    .option('--share <share>', 'chance of each request, 0 to 1', realNumber(0, 1))
    .option('--every <n>', 'every nth request', wholeNumber(1))
    .option('--first <n>', 'at most n times', wholeNumber(1))
    .option('--seed <n>', 'of the chances (default: 1)', wholeNumber(0))
    .option('--for <seconds>', 'ends by itself after this', realNumber(0.001, 1e7))
    .option('--code <name>', 'error: AWS error code')
    .option('--status <n>', 'error: HTTP status', wholeNumber(400, 599))
    .option('--message <text>', 'throttle, error, fail: in these words')
    .option('--after-work', 'throttle, error, reset, hang: the work is done, only the answer is lost')
    .option('--delay-ms <n>', 'slow: before the work', wholeNumber(1))
    .option('--bytes-per-second <n>', 'slow: of the body', wholeNumber(1))
    .addOption(new Option('--phase <name>', 'stall, fail: of the job (default: training)').choices(PHASES))
    .option('--job <text>', 'stall, fail: only jobs with this in their name')
    .option('--json', 'print JSON');

const control = async (): Promise<CloudControl> => (await import('../../../local-cloud/index.ts')).controlLocalCloud();

/** Runs against the running cloud; what it or the way to it objects to is explained. */
const withControl = <Result>(work: (running: CloudControl) => Promise<Result>): Promise<Result> =>
  explained(control().then(work));

async function add({ json, for: seconds, ...rule }: AddFlags, context: CommandContext): Promise<void> {
  const until = seconds === undefined ? {} : { until: new Date(Date.now() + seconds * 1000).toISOString() };
  // The cloud checks what belongs to which kind, and says so in words.
  const added = await withControl((running) => running.addFault({ ...rule, ...until } as unknown as FaultRule));
  printResult(added, () => describe(added), json, context);
}

async function list({ json }: { readonly json?: boolean }, context: CommandContext): Promise<void> {
  const faults = await withControl((running) => running.listFaults());
  const rows = faults.map(({ id, rule, seen, hit }) => [id, wordsOf(rule), `${hit} of ${seen}`]);
  const text = () => (rows.length === 0 ? 'no faults are on' : formatTable(['id', 'rule', 'struck'], rows));
  printResult(faults, text, json, context);
}

async function clear(
  id: string | undefined,
  { json }: { readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  const cleared = await withControl((running) => running.clearFaults(id));
  printResult({ cleared }, () => `${cleared} ${cleared === 1 ? 'fault' : 'faults'} off`, json, context);
}

const describe = ({ id, rule }: ActiveFault): string => `${id} on: ${wordsOf(rule)}`;

function wordsOf({ kind, ...rest }: FaultRule): string {
  return [kind, ...Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`)].join(' ');
}
