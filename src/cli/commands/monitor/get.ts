import type { Command } from 'commander';
import type { ConnectedCloud, Monitor, Traffic, TrafficPeriod } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { formatTable } from '../../render/table.ts';
import { requireMonitor } from './require-monitor.ts';

interface GetFlags extends CloudFlags {
  readonly name?: string;
  readonly modelId?: string;
  readonly hours: number;
}

export function registerGet(command: Command, context: CommandContext): void {
  addCloudOptions(command)
    .option('--name <name>', 'name of the monitor')
    .option('--model-id <endpoint>', 'an endpoint, with or without a monitor: name, ARN or model id')
    .option('--hours <n>', 'how far back', wholeNumber(1, 336), 24)
    .option('--json', 'print JSON')
    .action((flags: GetFlags) => withCloud(flags, context, (cloud) => get(flags, cloud, context)));
}

async function get(flags: GetFlags, cloud: ConnectedCloud, context: CommandContext): Promise<void> {
  const { readTraffic } = await import('../../../toolkit/index.ts');
  const { monitor, endpoint } = await subjectOf(flags, cloud, context);
  const { signal } = context.io;
  const traffic =
    endpoint === undefined ? undefined : await readTraffic({ endpoint, hours: flags.hours, signal }, cloud);
  printResult({ monitor, traffic }, () => describe(monitor, traffic, flags.hours), flags.json, context);
}

interface Subject {
  readonly monitor?: Monitor;
  readonly endpoint?: string;
}

async function subjectOf(flags: GetFlags, cloud: ConnectedCloud, context: CommandContext): Promise<Subject> {
  const { findMonitors, findServedEndpoint, InputError } = await import('../../../toolkit/index.ts');
  const { signal } = context.io;
  if (flags.modelId !== undefined) {
    const { id, name } = await findServedEndpoint(flags.modelId, cloud, signal);
    const [monitor] = await findMonitors({ name: flags.name ?? name, signal }, cloud);
    return { endpoint: id, ...(monitor && { monitor }) };
  }
  if (flags.name === undefined) {
    throw new InputError('monitor-not-named', 'Expected --name of a monitor or --model-id of an endpoint.', {
      remedy: 'See what there is: novatune monitor list',
    });
  }
  const monitor = await requireMonitor(flags.name, cloud, context);
  return { monitor, ...(monitor.modelId !== undefined && { endpoint: monitor.modelId }) };
}

function describe(monitor: Monitor | undefined, traffic: Traffic | undefined, hours: number): string {
  return [monitor ? alarmsOf(monitor) : 'no alarms', ...(traffic ? ['', trafficOf(traffic, hours)] : [])].join('\n');
}

function alarmsOf({ alarms, rule }: Monitor): string {
  const rows = alarms.map(({ name, state, changedAt, reason }) => [
    name,
    state,
    new Date(changedAt).toISOString(),
    reason,
  ]);
  const ruleRow = rule ? [[rule.name, rule.enabled ? 'enabled' : 'disabled', '', 'job states to the topic']] : [];
  return formatTable(['name', 'state', 'since', 'reason'], [...rows, ...ruleRow]);
}

const HEADER = ['', 'calls', 'client err', 'server err', 'throttled', 'p50 ms', 'p95 ms', 'tokens in', 'tokens out'];

function trafficOf({ modelId, periods, total }: Traffic, hours: number): string {
  if (periods.length === 0) return `${modelId}: no calls in the last ${hours} h`;
  const rows = periods.map(({ start, ...figures }) => [start.slice(0, 16).replace('T', ' '), ...cells(figures)]);
  const table = formatTable(HEADER, [...rows, ['total', ...cells(total)]]);
  return `${modelId}, last ${hours} h (UTC; calls are the answered ones; total p50 and p95 are the worst period's)\n${table}`;
}

function cells(figures: Omit<TrafficPeriod, 'start'>): string[] {
  const { invocations, clientErrors, serverErrors, throttles, latencyP50Ms, latencyP95Ms, inputTokens, outputTokens } =
    figures;
  const milliseconds = (value: number | undefined) => (value === undefined ? '-' : String(Math.round(value)));
  return [
    ...[invocations, clientErrors, serverErrors, throttles].map(String),
    milliseconds(latencyP50Ms),
    milliseconds(latencyP95Ms),
    String(inputTokens),
    String(outputTokens),
  ];
}
