/** A rule on the default event bus that sends matching events to a topic. */
export interface EventRuleRequest {
  readonly name: string;
  readonly description: string;
  /** Event pattern as plain data. */
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly topicArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface EventRuleState {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
}

/** Rules of EventBridge. */
export interface EventRules {
  /** Creates the rule with its one target, or brings one of that name up to date, tags included. */
  put(rule: EventRuleRequest, signal?: AbortSignal): Promise<void>;
  /** The exact requests that {@link put} sends for a new rule, by operation. Sends nothing. */
  requestsFor(rule: EventRuleRequest): Readonly<Record<'PutRule' | 'PutTargets', object>>;
  list(namePrefix: string, signal?: AbortSignal): AsyncIterable<EventRuleState>;
  tags(ruleArn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** With its targets. Deleting what is gone is no error. */
  delete(name: string, signal?: AbortSignal): Promise<void>;
}
