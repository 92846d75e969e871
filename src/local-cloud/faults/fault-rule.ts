import { z } from 'zod';

/** Faults of requests, as callers meet them. */
const REQUEST_FAULTS = ['throttle', 'error', 'reset', 'hang', 'slow', 'truncate'] as const;
/** Faults of background jobs. */
const JOB_FAULTS = ['stall', 'fail'] as const;
/** Where a job can be caught: the phases of a customization job, or the whole of a batch inference job. */
export const FAULT_PHASES = ['validation', 'dataProcessing', 'training', 'batchInference'] as const;

export type RequestFaultKind = (typeof REQUEST_FAULTS)[number];
export type FaultKind = RequestFaultKind | (typeof JOB_FAULTS)[number];
export type FaultPhase = (typeof FAULT_PHASES)[number];

/** What all rules share. */
interface RuleLimits {
  /** Fires at most this many times. Default: no limit. */
  readonly first?: number | undefined;
  /** Time of the cloud's clock at which the rule ends. ISO 8601. Default: never. */
  readonly until?: string | undefined;
}

/** A fault of requests. Without `share` and `every` it hits each request that it is about. */
export interface RequestFault extends RuleLimits {
  /**
   * `throttle`: refused in the service's own words. `error`: refused with `code` and `status`. `reset`: the connection is cut instead of an
   * answer. `hang`: no answer ever. `slow`: waits `delayMs` before the work, or gives the body out at `bytesPerSecond`. `truncate`: half of
   * the body, then the connection is cut.
   */
  readonly kind: RequestFaultKind;
  /** Folder name of the service, e.g. `bedrock-runtime`, `s3`. Default: every service. */
  readonly service?: string | undefined;
  /** Name of the operation, e.g. `Converse`, or its beginning with a star, e.g. `Get*`. Default: every operation. */
  readonly operation?: string | undefined;
  /** Chance of each request, 0 to 1. Not together with `every`. */
  readonly share?: number | undefined;
  /** Hits every Nth request: the Nth, the 2Nth. Not together with `share`. */
  readonly every?: number | undefined;
  /** Of the chances of `share`. Whole number, default 1. */
  readonly seed?: number | undefined;
  /** For `throttle`, `error`, `reset` and `hang`: after the work has been done, so that only the answer is lost. Default false. */
  readonly afterWork?: boolean | undefined;
  /** For `error`: AWS error code. Default: the service's internal error. */
  readonly code?: string | undefined;
  /** For `error`: HTTP status, 400 to 599. Default: what AWS's schema says of `code`. */
  readonly status?: number | undefined;
  /** For `throttle` and `error`. Default: AWS's words. */
  readonly message?: string | undefined;
  /** For `slow`. Milliseconds of the cloud's clock. */
  readonly delayMs?: number | undefined;
  /** For `slow`. */
  readonly bytesPerSecond?: number | undefined;
}

/** A fault of customization and batch inference jobs. */
export interface JobFault extends RuleLimits {
  /** `stall`: the job stays in progress and the phase never starts, as long as the rule holds. `fail`: the phase ends the job as `Failed`. */
  readonly kind: 'stall' | 'fail';
  /** Default `training`. */
  readonly phase?: FaultPhase | undefined;
  /** Part of the job's name. Default: every job. */
  readonly job?: string | undefined;
  /** For `fail`: the job's message. Default: `Encountered an internal error when processing the request.` */
  readonly message?: string | undefined;
}

/** One fault switch of the local cloud. */
export type FaultRule = RequestFault | JobFault;

export function isJobFault(rule: FaultRule): rule is JobFault {
  return rule.kind === 'stall' || rule.kind === 'fail';
}

const name = z.string().min(1);
const limits = {
  first: z.int().min(1).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};
const selection = {
  ...limits,
  service: name.optional(),
  operation: z
    .string()
    .regex(/^[A-Za-z0-9]+\*?$/, 'expected the name of an operation or its beginning with a star')
    .optional(),
  share: z.number().min(0).max(1).optional(),
  every: z.int().min(1).optional(),
  seed: z.int().optional(),
};
const late = { afterWork: z.boolean().optional() };

const ruleSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('throttle'), ...selection, ...late, message: name.optional() }),
    z.strictObject({
      kind: z.literal('error'),
      ...selection,
      ...late,
      code: name.optional(),
      status: z.int().min(400).max(599).optional(),
      message: name.optional(),
    }),
    z.strictObject({ kind: z.literal('reset'), ...selection, ...late }),
    z.strictObject({ kind: z.literal('hang'), ...selection, ...late }),
    z.strictObject({
      kind: z.literal('slow'),
      ...selection,
      delayMs: z.int().min(1).optional(),
      bytesPerSecond: z.int().min(1).optional(),
    }),
    z.strictObject({ kind: z.literal('truncate'), ...selection }),
    z.strictObject({
      kind: z.literal('stall'),
      ...limits,
      phase: z.enum(FAULT_PHASES).optional(),
      job: name.optional(),
    }),
    z.strictObject({
      kind: z.literal('fail'),
      ...limits,
      phase: z.enum(FAULT_PHASES).optional(),
      job: name.optional(),
      message: z.string().min(1).max(2048).optional(),
    }),
  ])
  .refine((rule) => !('share' in rule && 'every' in rule && rule.share !== undefined && rule.every !== undefined), {
    error: 'expected share or every, not both',
  })
  .refine((rule) => rule.kind !== 'slow' || rule.delayMs !== undefined || rule.bytesPerSecond !== undefined, {
    error: 'slow needs delayMs, bytesPerSecond or both',
  });

/** The operations that a rule can name, by service. */
export type FaultTargets = Readonly<Record<string, readonly string[]>>;

/**
 * Checks a rule that a person or another process wrote.
 * @throws {TypeError} naming the member, what was expected and what came instead.
 */
export function parseFaultRule(value: unknown, targets: FaultTargets): FaultRule {
  const parsed = ruleSchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw new TypeError(`This is no fault rule: ${issues.join('; ')}. Got ${JSON.stringify(value)}.`);
  }
  const rule: FaultRule = parsed.data;
  if (!isJobFault(rule)) checkTarget(rule, targets);
  return rule;
}

/** A rule that could never fire is a slip of the pen. */
function checkTarget({ service, operation }: RequestFault, targets: FaultTargets): void {
  const services = Object.keys(targets);
  if (service !== undefined && !services.includes(service)) {
    throw new TypeError(`service: expected one of ${services.join(', ')}; got ${service}.`);
  }
  if (operation === undefined) return;
  const known = service === undefined ? Object.values(targets).flat() : (targets[service] ?? []);
  if (known.some((candidate) => matchesName(operation, candidate))) return;
  throw new TypeError(
    `operation: expected an operation that ${service ?? 'the local cloud'} emulates, e.g. ${known.slice(0, 3).join(', ')}; got ${operation}.`,
  );
}

/** @param pattern a name, or its beginning with a star. */
export function matchesName(pattern: string, candidate: string): boolean {
  return pattern.endsWith('*') ? candidate.startsWith(pattern.slice(0, -1)) : candidate === pattern;
}
