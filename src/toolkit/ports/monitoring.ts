/** A metric by name, namespace and dimensions. */
export interface Metric {
  /** e.g. `AWS/Bedrock`. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, or a percentile like `p95`. */
export type MetricStatistic = string;

/** What an alarm compares with its threshold: one figure of a metric, or one group of counts as percent of another. */
export type Watched =
  | { readonly kind: 'figure'; readonly metric: Metric; readonly statistic: MetricStatistic }
  | { readonly kind: 'share'; readonly part: readonly Metric[]; readonly whole: readonly Metric[] };

/** An alarm that goes off at the threshold and above. Periods without values never do. */
export interface AlarmRequest {
  readonly name: string;
  readonly description: string;
  readonly watched: Watched;
  readonly threshold: number;
  readonly periodSeconds: number;
  /** How many of the last `periods` have to be at the threshold. */
  readonly breachingPeriods: number;
  readonly periods: number;
  /** Told when it goes off and when it is over. */
  readonly topicArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface AlarmStatus {
  readonly name: string;
  readonly arn: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** Dimensions of the first metric that it watches. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricQuery {
  readonly metric: Metric;
  readonly statistic: MetricStatistic;
}

/** Half-open range of milliseconds since the epoch, in periods. */
export interface MetricRange {
  readonly from: number;
  readonly to: number;
  readonly periodSeconds: number;
}

/** One period that has a value. */
export interface MetricPoint {
  /** Start of the period, milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** Metrics and alarms. */
export interface Monitoring {
  /** Creates the alarm, or brings one of that name up to date, tags included. */
  putAlarm(alarm: AlarmRequest, signal?: AbortSignal): Promise<void>;
  /** The exact request that {@link putAlarm} sends, in the API's own members. Sends nothing. */
  requestFor(alarm: AlarmRequest): object;
  listAlarms(namePrefix: string, signal?: AbortSignal): AsyncIterable<AlarmStatus>;
  tags(alarmArn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Deleting what is gone is no error. */
  deleteAlarms(names: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Answers in the order of the queries, each oldest first. */
  read(
    queries: readonly MetricQuery[],
    range: MetricRange,
    signal?: AbortSignal,
  ): Promise<readonly (readonly MetricPoint[])[]>;
}
