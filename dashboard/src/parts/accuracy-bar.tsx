import type { Proportion } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';

interface AccuracyBarProps {
  readonly label: string;
  readonly share: Proportion;
  readonly strong?: boolean;
}

/** A share as a dot on its 95 % interval, with the numbers behind it. */
export function AccuracyBar({ label, share, strong = false }: AccuracyBarProps) {
  const { format } = useText();
  const percent = (value: number) => `${value * 100}%`;
  return (
    <div className={strong ? 'accuracy accuracy-strong' : 'accuracy'}>
      <span className="accuracy-label">{label}</span>
      <span className="accuracy-track" aria-hidden="true">
        <span
          className="accuracy-interval"
          style={{ left: percent(share.low), width: percent(share.high - share.low) }}
        />
        <span className="accuracy-dot" style={{ left: percent(share.value) }} />
      </span>
      <span className="accuracy-numbers">
        {format.percent(share.value)}{' '}
        <span className="soft small">
          ({format.interval(share)}, {format.of(share)})
        </span>
      </span>
    </div>
  );
}
