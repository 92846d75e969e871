import type { Topics } from '../../sns/index.ts';
import type { Cloud } from '../../state/ports.ts';
import { type MetricStore, MINUTE } from '../metrics/metric-store.ts';
import { alarmMessage } from './alarm-message.ts';
import { alarmQueries, recentValues } from './alarm-queries.ts';
import { type Alarm, type AlarmState, addHistory, createAlarmTables, listAlarms, putAlarm } from './alarm-store.ts';
import { assess } from './assess.ts';

/** Minutes that are made up for after a pause; what lies further back is skipped. */
const MAXIMUM_CATCH_UP = 24 * 60;

/** A state to give an alarm. */
export interface NewState {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Evaluates alarms each minute of the cloud's clock. */
export interface AlarmWatch {
  /** Evaluates every minute that has passed since the last time. */
  catchUp(): void;
  /** Gives an alarm a state, with history and actions when it is another one. */
  change(alarm: Alarm, next: NewState): Alarm;
  /** Evaluates from now on, until the cloud's signal. Call once. */
  start(): void;
  /** Resolves when it has stopped. */
  close(): Promise<void>;
}

type Parts = Pick<Cloud, 'database' | 'clock' | 'log' | 'signal'>;

export function createAlarmWatch(parts: Parts, store: MetricStore, topics: Topics): AlarmWatch {
  const { database, clock, log, signal } = parts;
  createAlarmTables(database);
  let running: Promise<void> | undefined;
  const change: AlarmWatch['change'] = (alarm, next) =>
    database.transaction(() => changeState(parts, topics, alarm, next));
  const catchUp = () => {
    const now = Math.floor(clock.now() / MINUTE) * MINUTE;
    for (const alarm of listAlarms(database)) {
      if (alarm.evaluatedAt >= now) continue;
      database.transaction(() => evaluateUpTo(store, alarm, now, (current, next) => change(current, next), database));
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        catchUp();
      } catch (error) {
        log('cloudwatch.broken', { error: String(error) });
      }
      // A moment after the minute, when its values are complete.
      await clock.sleep(MINUTE - (clock.now() % MINUTE) + 1, signal);
    }
  };
  return {
    catchUp,
    change,
    start: () => {
      running ??= run().catch((error: unknown) => {
        if (!signal.aborted) log('cloudwatch.broken', { error: String(error) });
      });
    },
    close: async () => {
      await running;
    },
  };
}

function evaluateUpTo(
  store: MetricStore,
  alarm: Alarm,
  now: number,
  change: (alarm: Alarm, next: NewState) => Alarm,
  database: Cloud['database'],
): void {
  const queries = alarmQueries(alarm.config, alarm);
  let current = alarm;
  const first = Math.max(alarm.evaluatedAt + MINUTE, now - MAXIMUM_CATCH_UP * MINUTE);
  for (let moment = first; moment <= now; moment += MINUTE) {
    const recent = recentValues(store, queries, alarm.config, moment);
    const found = assess(alarm.config, recent);
    if (found !== undefined && found.state !== current.state) {
      current = change(current, { ...found, reasonData: reasonData(alarm, recent, moment), at: moment });
    }
  }
  putAlarm(database, { ...current, evaluatedAt: now });
}

function reasonData({ config }: Alarm, recent: ReturnType<typeof recentValues>, moment: number): string {
  const present = recent.filter(({ value }) => value !== undefined);
  return JSON.stringify({
    version: '1.0',
    queryDate: new Date(moment).toISOString(),
    ...(present[0] && { startDate: new Date(present[0].at).toISOString() }),
    ...(config.Statistic !== undefined && { statistic: config.Statistic }),
    ...(config.Period !== undefined && { period: config.Period }),
    recentDatapoints: present.map(({ value }) => value),
    threshold: config.Threshold,
  });
}

function changeState({ database }: Parts, topics: Topics, alarm: Alarm, next: NewState): Alarm {
  const changed: Alarm = {
    ...alarm,
    state: next.state,
    reason: next.reason,
    reasonData: next.reasonData,
    stateAt: next.at,
  };
  putAlarm(database, changed);
  if (alarm.state === next.state) return changed;
  const { accountId, region, name } = alarm;
  const item = { accountId, region, alarmName: name, at: next.at };
  const data = {
    version: '1.0',
    oldState: { stateValue: alarm.state, stateReason: alarm.reason },
    newState: { stateValue: next.state, stateReason: next.reason },
  };
  const summary = `Alarm updated from ${alarm.state} to ${next.state}`;
  addHistory(database, { ...item, type: 'StateUpdate', summary, data: JSON.stringify(data) });
  for (const topicArn of actionsOf(changed)) {
    const publisher = { service: 'cloudwatch.amazonaws.com', sourceArn: alarm.arn, sourceAccount: accountId };
    const delivered = topics.publish({ topicArn, ...publisher, ...alarmMessage(changed, alarm.state) });
    addHistory(database, {
      ...item,
      type: 'Action',
      summary: `${delivered ? 'Successfully executed' : 'Failed to execute'} action ${topicArn}`,
      data: JSON.stringify({ actionState: delivered ? 'Succeeded' : 'Failed', notificationResource: topicArn }),
    });
  }
  return changed;
}

function actionsOf({ config, state }: Alarm): readonly string[] {
  if (config.ActionsEnabled === false) return [];
  const actions = {
    OK: config.OKActions,
    ALARM: config.AlarmActions,
    INSUFFICIENT_DATA: config.InsufficientDataActions,
  };
  return actions[state] ?? [];
}
