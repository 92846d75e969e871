import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  controlLocalCloud,
  createSteppedClock,
  LOCAL_CREDENTIALS,
  type SteppedClock,
} from '../../src/local-cloud/index.ts';
import {
  type Cloud,
  createMonitor,
  deleteMonitor,
  findMonitors,
  type MonitorOptions,
  planMonitor,
  readTraffic,
} from '../../src/toolkit/index.ts';
import { drain, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';

const MODEL = 'amazon.nova-lite-v1:0';
/** A whole minute, so that what is sent and what is evaluated can be told apart. */
const START = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

let rehearsal: Rehearsal;
let clock: SteppedClock;
let cloud: Cloud;
let topicArn: string;
beforeEach(async () => {
  clock = createSteppedClock(START);
  rehearsal = await openRehearsal({ clock });
  // The toolkit asks for metrics of the cloud's time.
  cloud = { ...rehearsal.cloud, clock };
  const sns = new SNSClient({ endpoint: rehearsal.local.url, region: REGION, credentials: LOCAL_CREDENTIALS });
  topicArn = (await sns.send(new CreateTopicCommand({ Name: 'alarms' }))).TopicArn ?? '';
  sns.destroy();
});
afterEach(() => rehearsal[Symbol.asyncDispose]());

const options = (change: Partial<MonitorOptions> = {}): MonitorOptions => ({
  name: 'lite',
  endpoint: MODEL,
  topicArn,
  updateTopicPolicy: true,
  ...change,
});
const create = async (change: Partial<MonitorOptions> = {}) =>
  (await drain(createMonitor(await planMonitor(options(change), cloud), {}, cloud))).result;
const messages = () => controlLocalCloud(rehearsal.local.folder).messages();
const statesOf = async () => {
  const [monitor] = await findMonitors({ name: 'lite' }, cloud);
  return Object.fromEntries(
    (monitor?.alarms ?? []).map(({ name, state }) => [name.replace('novatune-lite-', ''), state]),
  );
};
const ask = (maxTokens = 5) =>
  cloud.runtime
    .converse({
      modelId: MODEL,
      system: 'Answer.',
      prompt: 'hi',
      images: [],
      parameters: { maxTokens, temperature: 0 },
    })
    .then(() => 'answered')
    .catch((error: { readonly code: string }) => error.code);

describe('a plan', () => {
  it('finds that a new topic lets alarms in and events not, and says what to add', async () => {
    const plan = await planMonitor(options({ updateTopicPolicy: false }), cloud);
    expect(plan.findings).toEqual([
      expect.objectContaining({
        code: 'topic-policy-missing',
        severity: 'error',
        remedy: expect.stringContaining('"Principal":{"Service":"events.amazonaws.com"}'),
      }),
    ]);
    await expect(drain(createMonitor(plan, {}, cloud))).rejects.toMatchObject({ code: 'monitor-not-possible' });
    expect(await findMonitors({}, cloud)).toEqual([]);
    expect((await planMonitor(options({ updateTopicPolicy: false, jobEvents: false }), cloud)).findings).toEqual([]);
  });

  it.each([
    [{ name: 'a/b' }, 'monitor-name-invalid'],
    [{ topicArn: 'alarms' }, 'topic-invalid'],
    [{ topicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms' }, 'topic-region'],
    [{ topicArn: 'arn:aws:sns:us-east-1:111122223333:other' }, 'topic-not-found'],
  ])('refuses %j', async (change, code) => {
    await expect(planMonitor(options(change), cloud)).rejects.toMatchObject({ code });
  });
});

describe('a monitor', () => {
  it('goes off after real throttles and errors, tells the topic, and is over by itself', async () => {
    await create({ thresholds: { throttles: 3, clientErrors: 2, errorRatePercent: 40 } });
    const quiet = {
      'client-errors': 'OK',
      'error-rate': 'OK',
      'latency-p95': 'OK',
      'server-errors': 'OK',
      throttles: 'OK',
    };
    expect(await statesOf()).toEqual(quiet);
    const before = (await messages()).length;

    rehearsal.local.faults.add({ kind: 'throttle', service: 'bedrock-runtime', first: 3 });
    expect([await ask(), await ask(), await ask()]).toEqual(['throttled', 'throttled', 'throttled']);
    expect([await ask(-1), await ask(-1), await ask()]).toEqual([
      'service-validation',
      'service-validation',
      'answered',
    ]);
    expect(await statesOf()).toEqual(quiet);
    clock.advance(MINUTE);
    expect(await statesOf()).toEqual({ ...quiet, throttles: 'ALARM', 'client-errors': 'ALARM', 'error-rate': 'ALARM' });
    const told = (await messages()).slice(before);
    expect(told.map(({ subject }) => subject).sort()).toEqual(
      ['client-errors', 'error-rate', 'throttles'].map(
        (name) => `ALARM: "novatune-lite-${name}" in US East (N. Virginia)`,
      ),
    );
    const [first] = told.filter(({ subject }) => subject?.includes('throttles'));
    expect(JSON.parse(first?.message ?? '')).toMatchObject({
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      StateChangeTime: '2026-01-01T12:01:00.000+0000',
      Trigger: { MetricName: 'InvocationThrottles', Statistic: 'SUM', Threshold: 3 },
    });
    clock.advance(5 * MINUTE);
    expect(await statesOf()).toEqual(quiet);
    expect((await messages()).length).toBe(before + 6);
  });

  it('reads the traffic that there was', async () => {
    rehearsal.local.faults.add({
      kind: 'error',
      service: 'bedrock-runtime',
      code: 'InternalServerException',
      first: 1,
    });
    expect([await ask(), await ask(), await ask(-1)]).toEqual([
      'service-unavailable',
      'answered',
      'service-validation',
    ]);
    const traffic = await readTraffic({ endpoint: MODEL, hours: 2 }, cloud);
    expect(traffic).toMatchObject({
      modelId: MODEL,
      periodSeconds: 300,
      periods: [{ start: '2026-01-01T12:00:00.000Z' }],
    });
    expect(traffic.total).toMatchObject({
      invocations: 1,
      clientErrors: 1,
      serverErrors: 1,
      throttles: 0,
      inputTokens: 3,
    });
    expect(traffic.total.latencyP95Ms).toBeGreaterThanOrEqual(0);
    const silent = await readTraffic({ endpoint: 'amazon.nova-pro-v1:0' }, cloud);
    expect(silent.total).toEqual({ ...silent.total, invocations: 0, outputTokens: 0 });
    expect(silent.total.latencyP50Ms).toBeUndefined();
  });

  it('is made once, found by its tags, and deleted without touching what is not its own', async () => {
    const first = await create();
    expect(await create()).toEqual(first);
    const plan = await planMonitor(options(), cloud);
    expect(plan.topicPolicy).toBeUndefined();
    const [alarm] = plan.alarms;
    if (!alarm) throw new Error('the plan has alarms');
    await cloud.monitoring.putAlarm({ ...alarm, name: 'novatune-lite-foreign', tags: {} });
    const [monitor] = await findMonitors({}, cloud);
    if (!monitor) throw new Error('the monitor was found before');
    expect(monitor).toMatchObject({ name: 'lite', modelId: MODEL, rule: { enabled: true } });
    expect((await deleteMonitor(monitor, {}, cloud)).length).toBe(5);
    expect(await deleteMonitor(monitor, {}, cloud)).toHaveLength(5);
    expect(await findMonitors({}, cloud)).toEqual([]);
    const left = [];
    for await (const { name } of cloud.monitoring.listAlarms('novatune-')) left.push(name);
    expect(left).toEqual(['novatune-lite-foreign']);
  });
});
