/** Tags on everything that novatune creates; `cleanup` finds its leftovers by them and touches nothing without them. */
export const TOOL_TAG = 'novatune:created-by';
export const RUN_TAG = 'novatune:run';

/** @param run name of the run, e.g. `invoices-20261122-101500`. */
export const runTags = (run: string): Readonly<Record<string, string>> => ({ [TOOL_TAG]: 'novatune', [RUN_TAG]: run });

/** Whether a resource is ours and, when `run` is given, of that run. */
export const isTagged = (tags: Readonly<Record<string, string>>, run?: string): boolean =>
  tags[TOOL_TAG] === 'novatune' && (run === undefined || tags[RUN_TAG] === run);
