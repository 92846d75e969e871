import type { Clock } from '../state/clock.ts';
import {
  type FaultPhase,
  type FaultRule,
  type FaultTargets,
  isJobFault,
  type JobFault,
  matchesName,
  parseFaultRule,
  type RequestFault,
} from './fault-rule.ts';

/** A rule at work. */
export interface ActiveFault {
  /** For `clear`: `fault-1`, `fault-2`, in the order in which rules were added. */
  readonly id: string;
  readonly rule: FaultRule;
  /** Requests or jobs that the rule was about. */
  readonly seen: number;
  /** Those that it hit. */
  readonly hit: number;
}

/** A job as the switches see it. */
export interface FaultyJob {
  readonly name: string;
  readonly phase: FaultPhase;
}

/** What a cloud asks of its switches while a job runs. */
export interface JobFaults {
  /** True while the phase must not start. */
  stalls(job: FaultyJob): boolean;
  /** Message with which the job has to fail in this phase; asking counts. */
  failure(job: FaultyJob): string | undefined;
  /** The rule that hits the next record of a batch inference job, if any; asking counts. */
  hitRecord(): RequestFault | undefined;
}

/** The fault switches of one running cloud. They end with its process. */
export interface FaultSwitches extends JobFaults {
  /** @throws {TypeError} for what is no rule, or one that could never fire. */
  add(rule: unknown): ActiveFault;
  list(): readonly ActiveFault[];
  /** @returns number of rules removed. Default: all. */
  clear(id?: string): number;
  /** The rule that hits this request, if any; asking counts. */
  hit(service: string, operation: string): RequestFault | undefined;
}

/** Seen in the wild of jobs that had done nothing wrong. */
const UNEXPLAINED_FAILURE = 'Encountered an internal error when processing the request.';
const DEFAULT_PHASE: FaultPhase = 'training';
/** How a rule names the records of batch inference jobs, which are no requests of a caller. */
const RECORD_SERVICE = 'batch-inference';
const RECORD_OPERATION = 'Record';

interface Switch {
  readonly id: string;
  readonly rule: FaultRule;
  readonly endsAt: number;
  readonly chance: () => number;
  seen: number;
  hit: number;
}

/**
 * Deterministic: the same rules and the same order of requests give the same faults.
 * @param targets asked when a rule is added.
 */
export function createFaultSwitches(clock: Pick<Clock, 'now'>, targets: () => FaultTargets): FaultSwitches {
  const switches = openSwitches(clock, () => ({ ...targets(), [RECORD_SERVICE]: [RECORD_OPERATION] }));
  return { ...switches, hitRecord: () => switches.hit(RECORD_SERVICE, RECORD_OPERATION) };
}

function openSwitches(clock: Pick<Clock, 'now'>, targets: () => FaultTargets): Omit<FaultSwitches, 'hitRecord'> {
  let switches: readonly Switch[] = [];
  let made = 0;
  const open = (item: Switch) => item.hit < (item.rule.first ?? Number.POSITIVE_INFINITY) && clock.now() < item.endsAt;
  const jobSwitch = (kind: JobFault['kind'], job: FaultyJob) =>
    switches.find((item) => item.rule.kind === kind && isJobFault(item.rule) && isAbout(item.rule, job) && open(item));
  return {
    add: (value) => {
      const rule = parseFaultRule(value, targets());
      made += 1;
      const seed = isJobFault(rule) ? 1 : (rule.seed ?? 1);
      const endsAt = rule.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(rule.until);
      const added = { id: `fault-${made}`, rule, endsAt, chance: chances(seed), seen: 0, hit: 0 };
      switches = [...switches, added];
      return view(added);
    },
    list: () => switches.map(view),
    clear: (id) => {
      const kept = id === undefined ? [] : switches.filter((item) => item.id !== id);
      const removed = switches.length - kept.length;
      switches = kept;
      return removed;
    },
    hit: (service, operation) => {
      if (switches.length === 0) return undefined;
      for (const item of switches) {
        const { rule } = item;
        if (isJobFault(rule) || !concerns(rule, service, operation) || !open(item)) continue;
        item.seen += 1;
        if (!strikes(rule, item)) continue;
        item.hit += 1;
        return rule;
      }
      return undefined;
    },
    stalls: (job) => jobSwitch('stall', job) !== undefined,
    failure: (job) => {
      const found = jobSwitch('fail', job);
      if (found === undefined || !isJobFault(found.rule)) return undefined;
      found.seen += 1;
      found.hit += 1;
      return found.rule.message ?? UNEXPLAINED_FAILURE;
    },
  };
}

function view({ id, rule, seen, hit }: Switch): ActiveFault {
  return { id, rule, seen, hit };
}

function isAbout({ phase = DEFAULT_PHASE, job }: JobFault, one: FaultyJob): boolean {
  return phase === one.phase && (job === undefined || one.name.includes(job));
}

function concerns(rule: RequestFault, service: string, operation: string): boolean {
  if (rule.service !== undefined && rule.service !== service) return false;
  return rule.operation === undefined || matchesName(rule.operation, operation);
}

function strikes({ share, every }: RequestFault, { seen, chance }: Switch): boolean {
  if (every !== undefined) return seen % every === 0;
  return share === undefined || chance() < share;
}

/** Evenly distributed numbers from 0 to 1 (mulberry32). */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
