/** Youngest calls that a share of refusals is of. */
const OUTCOMES = 40;
/** Calls after a decrease that show whether it helped; fewer count when time is up. */
const TRIAL_CALLS = 24;
const FEWEST_CALLS = 10;
const TRIAL_MS = 10_000;
/** Largest share of refusals that is taken for chance. */
const MOST_CHANCE = 0.4;
/** Without a bound on the pace, refusals that say nothing yet: a quota soon refuses more. */
const FREE_REFUSALS = 3;
const FREE_SHARE = 0.25;
/** Calls in a row without a refusal after which there is no chance left to reckon with. */
const CLEAN_RUN = 200;

/** A decrease of the pace that is being looked at. Rates are calls per millisecond. */
interface Trial {
  /** Rate and share of refusals before the first of several decreases. */
  readonly rate: number;
  readonly share: number;
  readonly restore: number;
  readonly to: number;
  readonly since: number;
  taken: number;
  refused: number;
}

/**
 * Tells refusals that come from calling too fast from those that come at any pace, such as faults or other callers of the same quota: against
 * the latter a slower pace helps nothing, and one decrease after the other would end in a halt. After a decrease it watches the next calls: with a
 * quota their refusals go away, by chance as many are refused as before.
 */
export class RefusalTrial {
  readonly #outcomes: boolean[] = [];
  #trial: Trial | undefined;
  /** Share of refusals that says nothing about the pace. */
  #chance = 0;
  #clean = 0;

  taken(startedAt: number): void {
    this.#note(true);
    this.#clean += 1;
    if (this.#clean >= CLEAN_RUN) this.#chance = 0;
    if (this.#trial && startedAt >= this.#trial.since) this.#trial.taken += 1;
  }

  /** A call was refused, begun before the last decrease. */
  refusedEarlier(): void {
    this.#note(false);
    this.#clean = 0;
  }

  /**
   * @param isFree nothing bounds the pace but the number of calls at once
   * @returns what to do about the refusal of a call that was begun since the last decrease; `restore` gives the rate before the trial
   */
  refused(now: number, isFree: boolean): 'decrease' | 'wait' | { readonly restore: number } {
    this.#note(false);
    this.#clean = 0;
    if (this.#outcomes.length >= OUTCOMES / 2 && this.#share() <= this.#chance) return 'wait';
    const trial = this.#trial;
    if (isFree) return this.#share() > FREE_SHARE && this.#refusals() > FREE_REFUSALS ? 'decrease' : 'wait';
    if (trial === undefined) return 'decrease';
    trial.refused += 1;
    const calls = trial.taken + trial.refused;
    if (trial.refused * 2 > calls) return 'decrease';
    if (calls < TRIAL_CALLS && now - trial.since < TRIAL_MS) return 'wait';
    this.#trial = undefined;
    const share = trial.refused / calls;
    if (calls < FEWEST_CALLS || share > MOST_CHANCE || trial.refused < 2 || share < thresholdOf(trial))
      return 'decrease';
    this.#chance = Math.min(MOST_CHANCE, share * 1.5);
    return { restore: trial.restore };
  }

  /** The pace has been lowered. @param restorable the rate to go back to when that turns out to help nothing */
  decreased(from: number, to: number, now: number, restorable: number): void {
    const { rate, share, restore } = this.#trial ?? { rate: from, share: this.#share(), restore: restorable };
    this.#trial = { rate, share, restore, to, since: now, taken: 0, refused: 0 };
  }

  #note(taken: boolean): void {
    this.#outcomes.push(taken);
    if (this.#outcomes.length > OUTCOMES) this.#outcomes.shift();
  }

  #refusals(): number {
    return this.#outcomes.filter((taken) => !taken).length;
  }

  #share(): number {
    return this.#refusals() / Math.max(1, this.#outcomes.length);
  }
}

/** Half way between the share that a quota would leave at the lower rate, and the share before. */
function thresholdOf({ rate, share, to }: Trial): number {
  const leftByQuota = Math.max(0, 1 - ((1 - share) * rate) / to);
  return (share + leftByQuota) / 2;
}
