/** Schedule group of every deletion that novatune schedules. Schedules themselves cannot be tagged; their group is. */
export const TTL_GROUP = 'novatune';

/** Tag of an endpoint with the name that its schedule and the schedule's role share. */
export const TTL_TAG = 'novatune:ttl';

/** Shortest and longest time to live, milliseconds: creating takes minutes, and who wants years wants no end. */
export const TTL_RANGE_MS = { min: 60_000, max: 365 * 86_400_000 } as const;
