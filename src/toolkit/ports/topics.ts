/** A topic as far as who may publish to it goes. */
export interface TopicState {
  readonly arn: string;
  /** 12 digits. */
  readonly owner: string;
  /** Its policy as JSON data. */
  readonly policy: Readonly<Record<string, unknown>>;
}

/** SNS topics. They are the user's: nothing here makes or deletes one. */
export interface Topics {
  get(arn: string, signal?: AbortSignal): Promise<TopicState | undefined>;
  setPolicy(arn: string, policy: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<void>;
}
