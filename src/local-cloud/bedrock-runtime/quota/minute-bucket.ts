const MINUTE_MS = 60_000;

/** A token bucket that holds at most one minute's worth and refills evenly. */
export interface MinuteBucket {
  /** @returns false, without taking anything, when fewer than `amount` are left. */
  take(amount: number): boolean;
  /** Gives back what was reserved and not used; a negative amount takes more, into debt if need be. */
  giveBack(amount: number): void;
}

/**
 * @param perMinute read at every call, so that a quota can change while the cloud runs. The bucket starts full.
 * @param now milliseconds since the epoch.
 */
export function createMinuteBucket(perMinute: () => number, now: () => number): MinuteBucket {
  let level = perMinute();
  let filledAt = now();
  const refill = () => {
    const limit = perMinute();
    const time = now();
    level = Math.min(limit, level + (Math.max(0, time - filledAt) * limit) / MINUTE_MS);
    filledAt = time;
  };
  return {
    take: (amount) => {
      refill();
      if (amount > level) return false;
      level -= amount;
      return true;
    },
    giveBack: (amount) => {
      refill();
      level = Math.min(perMinute(), level + amount);
    },
  };
}
