/** Wall-clock time without a zone. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether `zone` is a time zone of the IANA database, such as `Europe/Berlin` or `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

/** @param time milliseconds since the epoch. */
export function localTime(time: number, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

const asUtc = ({ year, month, day, hour, minute, second }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

/**
 * The moment at which clocks of the zone show `local`: the first of two when they are turned back. A time that is skipped when they
 * are turned forward counts as that much later. Milliseconds since the epoch.
 */
export function momentOf(local: LocalTime, zone: string): number {
  const wanted = asUtc(local);
  const DAY = 24 * 3_600_000;
  const offsetAt = (time: number) => asUtc(localTime(time, zone)) - time;
  // The offsets in force before and after any change nearby.
  const guesses = [wanted - offsetAt(wanted - DAY), wanted - offsetAt(wanted + DAY)];
  const exact = guesses.filter((guess) => asUtc(localTime(guess, zone)) === wanted);
  return exact.length > 0 ? Math.min(...exact) : (guesses[0] ?? wanted);
}
