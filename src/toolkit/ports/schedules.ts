/** Where a schedule is found. */
export interface ScheduleAddress {
  readonly group: string;
  /** Unique in its group. */
  readonly name: string;
}

/** The cloud itself deletes an endpoint, once, at a moment, whether or not anybody is connected then. */
export interface DeletionSchedule extends ScheduleAddress {
  /** Milliseconds since the epoch; a part of a second counts as a whole one. */
  readonly at: number;
  readonly description: string;
  readonly kind: 'deployment' | 'throughput';
  /** ARN or name of what is deleted. */
  readonly identifier: string;
  /** Role that the cloud calls as. */
  readonly roleArn: string;
}

export interface ScheduleState extends ScheduleAddress {
  /** Milliseconds since the epoch; absent when it is not a single moment, because somebody else has changed it. */
  readonly at?: number;
  readonly enabled: boolean;
  readonly roleArn: string;
  /** Absent when it does something else than delete an endpoint. */
  readonly identifier?: string;
}

/** Deletions that the cloud makes by itself. Schedules carry no tags, so those of one tool share a group, which does. */
export interface Schedules {
  /** Creates the group unless it is there. */
  ensureGroup(name: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /**
   * Creates the schedule, or replaces the one with its name. It removes itself once it has run.
   * @throws {CloudError} `role-not-assumable`, retryable: a new role takes a moment.
   */
  put(schedule: DeletionSchedule, signal?: AbortSignal): Promise<void>;
  get(address: ScheduleAddress, signal?: AbortSignal): Promise<ScheduleState | undefined>;
  /** Nothing when there is no such group. */
  list(group: string, signal?: AbortSignal): AsyncIterable<ScheduleAddress>;
  /** Deleting what is gone is no error. */
  delete(address: ScheduleAddress, signal?: AbortSignal): Promise<void>;
  /** Tags of a group; undefined when there is none. */
  groupTags(name: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>> | undefined>;
  /** Takes the schedules in it along: look first. Deleting what is gone is no error. */
  deleteGroup(name: string, signal?: AbortSignal): Promise<void>;
  /** The exact request that {@link put} sends to create it, in the API's own members. Sends nothing. */
  preview(schedule: DeletionSchedule): Readonly<Record<string, unknown>>;
}
