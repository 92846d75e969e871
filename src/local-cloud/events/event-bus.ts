import { randomUUID } from 'node:crypto';
import type { Topics } from '../sns/index.ts';
import type { Cloud, ServiceEvent, ServiceEvents } from '../state/ports.ts';
import { readEventPattern } from './pattern/event-pattern.ts';
import { createEventTables, listRuleRows, listTargets, type Rule } from './rule-store.ts';
import { targetInput } from './target-input.ts';

/** An event on its way, in EventBridge's own shape. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO time in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The default event bus. */
export interface EventBus extends ServiceEvents {
  /** @param time milliseconds since the epoch. Default the clock's. @returns the event's id. */
  put(event: ServiceEvent, time?: number): string;
}

type Parts = Pick<Cloud, 'database' | 'clock' | 'log'>;

/** Rules are matched and their messages stored at once, in the caller's transaction when there is one: nothing can get lost or be sent twice. */
export function openEventBus(parts: Parts, topics: Topics): EventBus {
  const { database, clock, log } = parts;
  createEventTables(database);
  const put: EventBus['put'] = (event, time = clock.now()) => {
    const envelope = envelopeOf(event, time);
    database.transaction(() => {
      for (const rule of listRuleRows(database, event)) {
        if (rule.state !== 'DISABLED' && readEventPattern(rule.pattern)(envelope)) {
          deliver(parts, topics, rule, envelope);
        }
      }
    });
    return envelope.id;
  };
  return {
    put,
    emit: (event) => {
      try {
        put(event);
      } catch (error) {
        log('events.broken', { detailType: event.detailType, error: String(error) });
      }
    },
  };
}

function envelopeOf(event: ServiceEvent, time: number): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: event.accountId,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: event.region,
    resources: event.resources,
    // As JSON data: dates become texts, members without a value go.
    detail: JSON.parse(JSON.stringify(event.detail)) as Record<string, unknown>,
  };
}

function deliver({ database, clock }: Parts, topics: Topics, rule: Rule, event: EventEnvelope): void {
  const scene = { ruleArn: rule.arn, ruleName: rule.name, ingestionTime: new Date(clock.now()).toISOString() };
  for (const target of listTargets(database, rule.arn)) {
    topics.publish({
      topicArn: target.Arn ?? '',
      service: 'events.amazonaws.com',
      sourceArn: rule.arn,
      sourceAccount: rule.accountId,
      message: targetInput(target, event, scene),
    });
  }
}
