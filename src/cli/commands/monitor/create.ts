import type { Command } from 'commander';
import type { ConnectedCloud, MonitorPlan, MonitorThresholds } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { addCloudOptions, type CloudFlags, cloudSuffix, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { formatTable } from '../../render/table.ts';

interface CreateFlags extends CloudFlags {
  readonly modelId: string;
  readonly name?: string;
  readonly snsTopic: string;
  readonly clientErrors?: number;
  readonly serverErrors?: number;
  readonly throttles?: number;
  readonly latencyP95?: number;
  readonly errorRate?: number;
  readonly jobEvents: boolean;
  readonly updateTopicPolicy?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function registerCreate(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .requiredOption('--model-id <endpoint>', 'deployment or throughput by name or ARN, or id of a base model')
    .requiredOption('--sns-topic <arn>', 'your topic, in the same region')
    .option('--name <name>', 'name of the monitor (default: that of the endpoint)')
    .option('--client-errors <n>', 'alarm at this many refused calls in 5 minutes (default: 5)', wholeNumber(1))
    .option('--server-errors <n>', 'alarm at this many failed calls in 5 minutes (default: 3)', wholeNumber(1))
    .option('--throttles <n>', 'alarm at this many throttled calls in 5 minutes (default: 5)', wholeNumber(1))
    .option(
      '--latency-p95 <ms>',
      'alarm when p95 is at this for 15 minutes (default: 30000)',
      wholeNumber(1, 3_600_000),
    )
    .option(
      '--error-rate <percent>',
      'alarm at this share of errors in 5 minutes (default: none)',
      realNumber(0.01, 100),
    )
    .option('--no-job-events', 'no rule for the states of customization and batch jobs')
    .option('--update-topic-policy', 'let CloudWatch and EventBridge publish to the topic, if its policy does not')
    .option('--dry-run', 'print the requests instead of sending them')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((flags: CreateFlags) => withCloud(flags, context, (cloud) => create(flags, cloud, context)));
}

async function create(flags: CreateFlags, cloud: ConnectedCloud, context: CommandContext): Promise<void> {
  const { createMonitor, findServedEndpoint, monitorRequests, planMonitor } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const endpoint = await findServedEndpoint(flags.modelId, cloud, io.signal);
  const plan = await planMonitor(
    {
      name: flags.name ?? endpoint.name,
      endpoint: endpoint.id,
      topicArn: flags.snsTopic,
      thresholds: thresholdsOf(flags),
      jobEvents: flags.jobEvents,
      ...(flags.updateTopicPolicy && { updateTopicPolicy: true }),
      signal: io.signal,
    },
    cloud,
  );
  const isPossible = !plan.findings.some(({ severity }) => severity === 'error');
  for (const { severity, code, message, remedy } of plan.findings) {
    io.stderr.write(`${severity} ${code}: ${message}\n  ${remedy}\n`);
  }
  if (flags.dryRun) {
    io.stdout.write(`${JSON.stringify(monitorRequests(plan, cloud), null, 2)}\n`);
    if (!isPossible) context.exitWith(EXIT.checkFailed);
    return;
  }
  if (!isPossible) {
    if (flags.json) printResult({ created: false, findings: plan.findings }, () => '', true, context);
    io.stderr.write('Nothing was created.\n');
    context.exitWith(EXIT.checkFailed);
    return;
  }
  await confirm(question(plan), flags.yes ? { yes: true } : {}, cloud, context);
  const summary = await drive(createMonitor(plan, { signal: io.signal }, cloud), (event) => {
    io.stderr.write(
      event.type === 'topic-policy-updated' ? `policy of ${event.topicArn} extended\n` : `${event.name}\n`,
    );
  });
  printResult({ ...summary, findings: plan.findings }, () => describe(plan), flags.json, context);
  printNext(`novatune monitor get --name ${plan.name}${cloudSuffix(flags)}`, context);
}

function thresholdsOf(flags: CreateFlags): MonitorThresholds {
  const { clientErrors, serverErrors, throttles, latencyP95, errorRate } = flags;
  return {
    ...(clientErrors !== undefined && { clientErrors }),
    ...(serverErrors !== undefined && { serverErrors }),
    ...(throttles !== undefined && { throttles }),
    ...(latencyP95 !== undefined && { latencyP95Ms: latencyP95 }),
    ...(errorRate !== undefined && { errorRatePercent: errorRate }),
  };
}

/** Standard alarms cost a little each month. */
function question({ alarms, topicPolicy, topicArn }: MonitorPlan): string {
  const policy = topicPolicy ? ` and change the policy of ${topicArn}` : '';
  return `Create ${alarms.length} alarms (billed per alarm and month)${policy}`;
}

function describe({ alarms, rule, topicArn }: MonitorPlan): string {
  const rows = [
    ...alarms.map(({ name, description }) => [name, description]),
    ...(rule ? [[rule.name, rule.description]] : []),
  ];
  return `${formatTable(['name', 'when'], rows)}\nto ${topicArn}`;
}
