import type { Abortable } from '../lib/abort.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { EventRuleState } from '../ports/event-rules.ts';
import type { AlarmStatus } from '../ports/monitoring.ts';
import { alarmPrefix, MONITOR_TAG } from './plan-monitor.ts';

/** The alarms and the rule that belong together. */
export interface Monitor {
  readonly name: string;
  /** Value of the metrics' dimension `ModelId`; absent when no alarm is left. */
  readonly modelId?: string;
  readonly alarms: readonly AlarmStatus[];
  readonly rule?: EventRuleState;
}

/** Every monitor, by name; only what carries our tags counts. */
export async function findMonitors(
  { name, signal }: Abortable & { readonly name?: string },
  cloud: Cloud,
): Promise<readonly Monitor[]> {
  const found = new Map<string, { alarms: AlarmStatus[]; rule?: EventRuleState }>();
  const monitorOf = (tags: Readonly<Record<string, string>>) => {
    const owner = isTagged(tags) ? tags[MONITOR_TAG] : undefined;
    if (owner === undefined || (name !== undefined && owner !== name)) return undefined;
    const monitor = found.get(owner) ?? { alarms: [] };
    found.set(owner, monitor);
    return monitor;
  };
  for await (const alarm of cloud.monitoring.listAlarms(alarmPrefix(name), signal)) {
    monitorOf(await cloud.monitoring.tags(alarm.arn, signal))?.alarms.push(alarm);
  }
  for await (const rule of cloud.eventRules.list(alarmPrefix(name), signal)) {
    const monitor = monitorOf(await cloud.eventRules.tags(rule.arn, signal));
    if (monitor) monitor.rule = rule;
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, { alarms, rule }]) => {
      const modelId = alarms[0]?.dimensions.ModelId;
      return { name: owner, ...(modelId !== undefined && { modelId }), alarms, ...(rule && { rule }) };
    });
}

/** Deletes a monitor's alarms and rule; topic and endpoint stay. @returns names of what was deleted. */
export async function deleteMonitor(monitor: Monitor, { signal }: Abortable, cloud: Cloud): Promise<readonly string[]> {
  const alarms = monitor.alarms.map(({ name }) => name);
  if (alarms.length > 0) await cloud.monitoring.deleteAlarms(alarms, signal);
  if (monitor.rule) await cloud.eventRules.delete(monitor.rule.name, signal);
  return [...alarms, ...(monitor.rule ? [monitor.rule.name] : [])];
}
