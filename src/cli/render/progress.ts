import { type Io, isAnimated } from '../io.ts';

/** Progress on stderr: one line that redraws itself on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  /** @param total absent when unknown. */
  update(label: string, done: number, total?: number, note?: string): void;
  /** A line that stays. */
  line(text: string): void;
  /** Clears the moving line. */
  end(): void;
}

/** Milliseconds between redraws on a terminal, and between plain lines elsewhere. */
const REDRAW_MS = 80;
const PLAIN_MS = 10_000;
const BAR_WIDTH = 24;

export function createProgress(io: Io): Progress {
  return isAnimated(io) ? animated(io) : plain(io);
}

function animated(io: Io): Progress {
  let drawnAt = 0;
  let isDrawn = false;
  const pace = createPace();
  const clear = () => {
    if (isDrawn) io.stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  return {
    update: (label, done, total, note) => {
      const now = performance.now();
      const isLast = total !== undefined && done >= total;
      if (now - drawnAt < REDRAW_MS && !isLast) return;
      drawnAt = now;
      const text = describe(label, done, total, pace(label, done, total), note);
      const bar = total === undefined ? '' : `${drawBar(done / Math.max(1, total))} `;
      io.stderr.write(`\r\u001b[2K${(bar + text).slice(0, (io.stderr.columns ?? 100) - 1)}`);
      isDrawn = true;
    },
    line: (text) => {
      clear();
      io.stderr.write(`${text}\n`);
    },
    end: clear,
  };
}

function plain(io: Io): Progress {
  let writtenAt = performance.now();
  const pace = createPace();
  return {
    update: (label, done, total, note) => {
      const speed = pace(label, done, total);
      const now = performance.now();
      if (now - writtenAt < PLAIN_MS) return;
      writtenAt = now;
      io.stderr.write(`${describe(label, done, total, speed, note)}\n`);
    },
    line: (text) => {
      writtenAt = performance.now();
      io.stderr.write(`${text}\n`);
    },
    end: () => {},
  };
}

const drawBar = (share: number): string => {
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
};

function describe(
  label: string,
  done: number,
  total: number | undefined,
  speed: string,
  note: string | undefined,
): string {
  return [`${label} ${done}${total === undefined ? '' : `/${total}`}`, speed, note].filter(Boolean).join(' · ');
}

/** Rate and remaining time since a label first appeared. */
function createPace(): (label: string, done: number, total: number | undefined) => string {
  let current = '';
  let since = 0;
  let first = 0;
  return (label, done, total) => {
    const now = performance.now();
    if (label !== current) {
      current = label;
      since = now;
      first = done;
    }
    const seconds = (now - since) / 1000;
    const rate = seconds > 0.5 ? (done - first) / seconds : 0;
    if (rate <= 0) return '';
    const left = total === undefined ? undefined : (total - done) / rate;
    return `${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)}/s${left === undefined ? '' : ` · ${formatSeconds(left)} left`}`;
  };
}

/** `75` → `1 min 15 s` */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
