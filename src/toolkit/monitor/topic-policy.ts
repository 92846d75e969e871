/** Whether a topic's policy lets a service publish. `unknown`: a condition or form that is not evaluated here. */
export type PublishRight = 'allowed' | 'missing' | 'unknown';

/** Services that publish for a monitor. */
export type Publisher = 'cloudwatch' | 'events';

/** A policy document as plain data. */
export type PolicyData = Readonly<Record<string, unknown>>;

interface Question {
  readonly topicArn: string;
  /** 12 digits; whose alarms and rules publish. */
  readonly accountId: string;
}

const PUBLISH = 'sns:publish';

/**
 * Reads a topic's policy for one publisher. EventBridge has to be allowed as a service; CloudWatch also gets in as the account that owns
 * the alarm, which is what the default policy of a topic allows.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function publishRight(policy: PolicyData, publisher: Publisher, question: Question): PublishRight {
  const rights = listOf(policy.Statement).map((statement) => rightBy(statement, publisher, question));
  if (rights.includes('denied')) return 'missing';
  if (rights.includes('perhaps denied')) return 'unknown';
  if (rights.includes('allowed')) return 'allowed';
  return rights.includes('unknown') ? 'unknown' : 'missing';
}

function rightBy(
  statement: unknown,
  publisher: Publisher,
  question: Question,
): 'allowed' | 'denied' | 'perhaps denied' | 'unknown' | 'silent' {
  const { Effect, Principal, Action, Resource, Condition, NotAction, NotPrincipal, NotResource } = recordOf(statement);
  const isDeny = Effect === 'Deny';
  if (NotAction !== undefined || NotPrincipal !== undefined || NotResource !== undefined) {
    return isDeny ? 'perhaps denied' : 'unknown';
  }
  if (!listOf(Action).some((pattern) => matches(pattern, PUBLISH))) return 'silent';
  if (!listOf(Resource).some((pattern) => matches(pattern, question.topicArn))) return 'silent';
  if (!namesPublisher(Principal, publisher)) return 'silent';
  const holds = conditionHolds(Condition, publisher, question);
  if (holds === false) return 'silent';
  if (isDeny) return holds ? 'denied' : 'perhaps denied';
  return holds ? 'allowed' : 'unknown';
}

function namesPublisher(principal: unknown, publisher: Publisher): boolean {
  if (principal === '*') return true;
  const { Service, AWS } = recordOf(principal);
  if (listOf(Service).includes(`${publisher}.amazonaws.com`)) return true;
  return publisher === 'cloudwatch' && listOf(AWS).includes('*');
}

/** @returns undefined for conditions other than the two on the account. EventBridge does not promise to send any. */
function conditionHolds(condition: unknown, publisher: Publisher, { accountId }: Question): boolean | undefined {
  const operators = Object.entries(recordOf(condition));
  if (operators.length === 0) return true;
  if (publisher === 'events') {
    // A statement for the owner's own account, as in the default policy, is not about services.
    const isOwners = operators.some(([, keys]) =>
      Object.keys(recordOf(keys)).some((key) => /^aws:sourceowner$/i.test(key)),
    );
    return isOwners ? false : undefined;
  }
  for (const [operator, keys] of operators) {
    for (const [key, values] of Object.entries(recordOf(keys))) {
      if (!/^String(Equals|Like)$/.test(operator) || !/^aws:source(owner|account)$/i.test(key)) return undefined;
      if (!listOf(values).includes(accountId)) return false;
    }
  }
  return true;
}

const SIDS: Readonly<Record<Publisher, string>> = {
  cloudwatch: 'NovatuneAlarms',
  events: 'NovatuneEvents',
};

/** The statement that lets a service publish. Without a condition for EventBridge, which documents that topics' policies must not have one for it. */
export function publishStatement(publisher: Publisher, { topicArn, accountId }: Question): PolicyData {
  return {
    Sid: SIDS[publisher],
    Effect: 'Allow',
    Principal: { Service: `${publisher}.amazonaws.com` },
    Action: 'sns:Publish',
    Resource: topicArn,
    ...(publisher === 'cloudwatch' && { Condition: { StringEquals: { 'aws:SourceAccount': accountId } } }),
  };
}

/** The policy with further statements; one of the same name is replaced, everything else stays. */
export function withStatements(policy: PolicyData, statements: readonly PolicyData[]): PolicyData {
  const names = new Set(statements.map(({ Sid }) => Sid));
  const kept = listOf(policy.Statement).filter((statement) => !names.has(recordOf(statement).Sid));
  return { Version: '2012-10-17', ...policy, Statement: [...kept, ...statements] };
}

/** `*` and `?` as in IAM, without regard to case. */
function matches(pattern: unknown, text: string): boolean {
  if (typeof pattern !== 'string') return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(text);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
