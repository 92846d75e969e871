import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import type { Checked } from '../iam/index.ts';
import type { OperationContext } from '../service/operation.ts';
import { refusals } from './errors.ts';
import type { EventBus } from './event-bus.ts';
import { checkedPattern, requireDefaultBus, ruleScope } from './rule-operations.ts';

/** Bytes of one entry. Source: PutEvents. */
const MAXIMUM_ENTRY = 262_144;
/** Members that an event must have to be tested. Source: TestEventPattern. */
const EVENT_MEMBERS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/** Events of callers, and trying patterns out. */
export function eventOperations(bus: EventBus) {
  return {
    PutEvents: (input: Checked<PutEventsRequest>, context: OperationContext): PutEventsResponse => {
      const Entries = input.Entries.map((entry) => putEntry(bus, entry, context));
      return { Entries, FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
    },
    TestEventPattern: (input: Checked<TestEventPatternRequest>): TestEventPatternResponse => {
      const matches = checkedPattern(input.EventPattern);
      const event = jsonObject(input.Event);
      if (!event) throw refusals.validation('Parameter Event is not valid.');
      const missing = EVENT_MEMBERS.find((member) => !Object.hasOwn(event, member));
      if (missing !== undefined) throw refusals.validation(`Parameter Event is not valid. Reason: no ${missing}.`);
      return { Result: matches(event) };
    },
  };
}

/** One bad entry does not stop the others: its refusal stands in its place. */
function putEntry(bus: EventBus, entry: PutEventsRequestEntry, context: OperationContext): PutEventsResultEntry {
  requireDefaultBus(entry.EventBusName);
  const failed = (code: string, message: string) => ({ ErrorCode: code, ErrorMessage: message });
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (!source)
    return failed('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (source.startsWith('aws.')) return failed('NotAuthorizedForSource', `Not authorized for the source ${source}.`);
  if (!detailType) {
    return failed('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  }
  if (!text) return failed('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  if (Buffer.byteLength(text) > MAXIMUM_ENTRY)
    throw refusals.validation('Total size of the entries is over the limit.');
  const detail = jsonObject(text);
  if (!detail) return failed('MalformedDetail', 'Detail is malformed.');
  const event = { ...ruleScope(context), source, detailType, resources: entry.Resources ?? [], detail };
  return { EventId: bus.put(event, entry.Time?.getTime()) };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
