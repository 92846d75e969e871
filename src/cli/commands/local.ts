import type { CommandContext, Register } from '../command.ts';
import { explained } from '../local-cloud.ts';
import { ask } from '../options/confirm.ts';
import { wholeNumber } from '../options/numbers.ts';
import { printNext, printResult } from '../output.ts';
import { addFaults } from './local/faults.ts';
import { registerMessages } from './local/messages.ts';
import { addSettings, collectSetting } from './local/settings.ts';

/** `novatune local`: the embedded cloud of this user. */
export const register: Register = (command, context) => {
  command.addHelpText(
    'after',
    `
Examples:
  $ novatune local start --port 4566
  $ AWS_ENDPOINT_URL=http://127.0.0.1:4566 aws bedrock list-foundation-models --region us-east-1`,
  );
  command
    .command('start')
    .description('start it in the background, or say where it runs')
    .option('--port <port>', 'port on 127.0.0.1 (default: a free one)', wholeNumber(0, 65_535))
    .option('--verify-signatures', 'check every signature with the caller’s secret')
    .option('--set <name=value>', 'delay or quota, e.g. jobPhaseMs=5000 (repeatable)', collectSetting)
    .option('--json', 'print JSON')
    .action((options) => start(options, context));
  command
    .command('stop')
    .description('stop it; its state stays')
    .option('--json', 'print JSON')
    .action((options) => stop(options, context));
  command
    .command('status')
    .description('say whether and where it runs')
    .option('--json', 'print JSON')
    .action((options) => status(options, context));
  registerMessages(command.command('messages').description('messages that were published to SNS topics'), context);
  addSettings(command.command('settings'), context);
  addFaults(command.command('faults').description('what it gets wrong on purpose'), context);
  command
    .command('reset')
    .description('delete everything it has stored')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((options) => reset(options, context));
};

const load = () => import('../../local-cloud/index.ts');

interface StartOptions {
  readonly port?: number;
  readonly verifySignatures?: boolean;
  readonly set?: Readonly<Record<string, string | number>>;
  readonly json?: boolean;
}

async function start({ port, verifySignatures, set, json }: StartOptions, context: CommandContext): Promise<void> {
  const { findLocalCloud, spawnLocalCloud, LOCAL_CREDENTIALS } = await load();
  const running = await findLocalCloud();
  const cloud =
    running ??
    (await explained(
      spawnLocalCloud({
        ...(port !== undefined && { port }),
        settings: { ...set, ...(verifySignatures && { signatures: 'verify' }) },
      }),
    ));
  if (running && port !== undefined && port !== running.port) {
    context.io.stderr.write(`It runs on port ${running.port} already; stop it first to move it to ${port}.\n`);
  }
  if (running && set !== undefined) {
    context.io.stderr.write('It runs already; change its settings with novatune local settings --set.\n');
  }
  const settings = [
    `export AWS_ENDPOINT_URL=${cloud.url}`,
    'export AWS_REGION=us-east-1',
    'export AWS_DEFAULT_REGION=us-east-1',
    `export AWS_ACCESS_KEY_ID=${LOCAL_CREDENTIALS.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${LOCAL_CREDENTIALS.secretAccessKey}`,
  ];
  printResult(
    { url: cloud.url, pid: cloud.pid, folder: cloud.folder, started: !running },
    () => settings.join('\n'),
    json,
    context,
  );
  context.io.stderr.write(`${running ? 'running' : 'started'} at ${cloud.url}, state in ${cloud.folder}\n`);
}

async function stop({ json }: { readonly json?: boolean }, context: CommandContext): Promise<void> {
  const { stopLocalCloud } = await load();
  const stopped = await explained(stopLocalCloud());
  printResult({ stopped }, () => (stopped ? 'stopped' : 'was not running'), json, context);
}

async function status({ json }: { readonly json?: boolean }, context: CommandContext): Promise<void> {
  const { findLocalCloud } = await load();
  const running = await findLocalCloud();
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const text = () =>
    running
      ? `running at ${running.url} (pid ${running.pid}, up ${running.health.uptime} s, ${megabytes(running.health.memory.rss)}, ${running.health.requests} requests)\nstate in ${running.folder}`
      : 'not running';
  printResult(running ? { running: true, ...running } : { running: false }, text, json, context);
  if (!running) printNext('novatune local start', context);
}

interface ResetOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

async function reset({ yes, json }: ResetOptions, context: CommandContext): Promise<void> {
  const { localCloudFolder, resetLocalCloud, stopLocalCloud } = await load();
  if (!yes) await ask(`Delete everything in ${localCloudFolder()}`, context);
  const stopped = await explained(stopLocalCloud());
  await explained(resetLocalCloud());
  printResult({ reset: true, stopped }, () => 'everything deleted', json, context);
}
