import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeAll, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import type { Cloud } from '../../src/toolkit/index.ts';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

type AlarmRequest = Parameters<Cloud['monitoring']['putAlarm']>[0];

describeTargets('Monitoring, EventRules and Topics', (target) => {
  const prefix = target.unique('watch');
  let topicArn: string;
  beforeAll(async () => {
    const { endpoint = '' } = await target.cloud().identity();
    const sns = new SNSClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
    topicArn = (await sns.send(new CreateTopicCommand({ Name: target.unique('topic') }))).TopicArn ?? '';
    sns.destroy();
  });
  const metric = (name: string) => ({ namespace: 'AWS/Bedrock', name, dimensions: { ModelId: 'm' } });
  const alarm = (change: Partial<AlarmRequest> = {}): AlarmRequest => ({
    name: `${prefix}-p95`,
    description: 'slow',
    watched: { kind: 'figure', metric: metric('InvocationLatency'), statistic: 'p95' },
    threshold: 1000,
    periodSeconds: 300,
    breachingPeriods: 2,
    periods: 3,
    topicArn,
    tags: { a: '1' },
    ...change,
  });

  it('puts alarms again with what is new, tags included, and deletes them twice', async () => {
    const { monitoring } = target.cloud();
    await monitoring.putAlarm(alarm());
    await monitoring.putAlarm(alarm({ threshold: 2000, tags: { a: '2' } }));
    const share = { kind: 'share' as const, part: [metric('A')], whole: [metric('A'), metric('B')] };
    await monitoring.putAlarm(alarm({ name: `${prefix}-share`, watched: share }));
    const found = await collect(monitoring.listAlarms(prefix));
    expect(found.map(({ name, dimensions }) => [name, dimensions])).toEqual([
      [`${prefix}-p95`, { ModelId: 'm' }],
      [`${prefix}-share`, { ModelId: 'm' }],
    ]);
    expect(await monitoring.tags(found[0]?.arn ?? '')).toEqual({ a: '2' });
    const names = found.map(({ name }) => name);
    await monitoring.deleteAlarms([...names, `${prefix}-never-was`]);
    await monitoring.deleteAlarms(names);
    expect(await collect(monitoring.listAlarms(prefix))).toEqual([]);
  });

  it('reads nothing of a metric without values, in the order asked', async () => {
    const to = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const range = { from: to - 7_200_000, to, periodSeconds: 3600 };
    const queries = ['Sum', 'p50'].map((statistic) => ({ metric: metric(prefix), statistic }));
    expect(await target.cloud().monitoring.read(queries, range)).toEqual([[], []]);
  });

  it('puts a rule with its target, and deletes it twice', async () => {
    const { eventRules } = target.cloud();
    const rule = { name: prefix, description: 'd', pattern: { source: ['aws.bedrock'] }, topicArn, tags: { a: '1' } };
    await eventRules.put(rule);
    await eventRules.put({ ...rule, tags: { a: '2' } });
    const [found, ...more] = await collect(eventRules.list(prefix));
    expect([found, more]).toEqual([
      { name: prefix, arn: expect.stringContaining(`rule/${prefix}`), enabled: true },
      [],
    ]);
    expect(await eventRules.tags(found?.arn ?? '')).toEqual({ a: '2' });
    await eventRules.delete(prefix);
    await eventRules.delete(prefix);
    expect(await collect(eventRules.list(prefix))).toEqual([]);
  });

  it('reads and sets the policy of a topic', async () => {
    const { topics } = target.cloud();
    const { owner, policy } = (await topics.get(topicArn)) ?? {};
    expect(owner).toMatch(/^\d{12}$/);
    const changed = { ...policy, Id: 'changed' };
    await topics.setPolicy(topicArn, changed);
    expect((await topics.get(topicArn))?.policy).toEqual(changed);
    expect(await topics.get(`${topicArn}-never-was`)).toBeUndefined();
  });
});
