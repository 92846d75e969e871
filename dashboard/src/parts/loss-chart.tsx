import { useElementSize } from '@mantine/hooks';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type PointerEvent, useMemo, useState } from 'react';
import type { LossPoint, RunDetail } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { smooth } from './smooth.ts';

/** As in the report: below this many points the mean would mostly show its own start. */
const FEWEST_TO_SMOOTH = 24;
const HEIGHT = 260;
const MARGIN = { left: 46, right: 12, top: 10, bottom: 34 };

/** Training loss raw and smoothed, validation loss, and where epochs begin. */
export function LossChart({ loss }: { readonly loss: RunDetail['loss'] }) {
  const { t, format } = useText();
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<LossPoint>();
  const { training, validation } = loss;
  const isSmoothed = training.length >= FEWEST_TO_SMOOTH;
  const smoothed = useMemo(() => (isSmoothed ? smooth(training) : training), [training, isSmoothed]);
  const plot = usePlot(training, validation, width);
  const first = smoothed[0];
  const last = smoothed.at(-1);
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const step = plot.x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    setPointed(nearest(training, step));
  };
  return (
    <figure className="chart" ref={ref}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={first && last ? t.lossSummary(first, last, training.length, format) : t.loss}
          onPointerMove={point}
          onPointerLeave={() => setPointed(undefined)}
        >
          <Axes plot={plot} width={width} />
          {epochStarts(training).map(({ step, epoch }) => (
            <g key={step}>
              <line className="chart-epoch" x1={plot.x(step)} x2={plot.x(step)} y1={MARGIN.top} y2={plot.bottom} />
              <text className="chart-text" x={plot.x(step) + 4} y={MARGIN.top + 10}>
                {t.epoch(epoch + 1)}
              </text>
            </g>
          ))}
          {isSmoothed && <path className="chart-raw" d={plot.path(training)} />}
          <path className="chart-smooth" d={plot.path(smoothed)} />
          <path className="chart-validation" d={plot.path(validation)} />
          {validation.map(({ step, loss: value }) => (
            <circle key={step} className="chart-validation-dot" cx={plot.x(step)} cy={plot.y(value)} r={3} />
          ))}
          {pointed && <circle className="chart-pointed" cx={plot.x(pointed.step)} cy={plot.y(pointed.loss)} r={4} />}
        </svg>
      )}
      <figcaption className="legend">
        <span className={isSmoothed ? 'key key-raw' : 'key key-smooth'}>{t.trainingLoss}</span>
        {isSmoothed && <span className="key key-smooth">{t.smoothed}</span>}
        {validation.length > 0 && <span className="key key-validation">{t.validationLoss}</span>}
        <span className="soft small grow end">
          {pointed ? `${t.step} ${pointed.step}: ${format.number(pointed.loss, 4)}` : ' '}
        </span>
      </figcaption>
    </figure>
  );
}

function usePlot(training: readonly LossPoint[], validation: readonly LossPoint[], width: number) {
  return useMemo(() => {
    const points = [...training, ...validation];
    const bottom = HEIGHT - MARGIN.bottom;
    const steps = points.map(({ step }) => step);
    const x = scaleLinear([Math.min(...steps), Math.max(...steps)], [MARGIN.left, width - MARGIN.right]);
    const y = scaleLinear([0, Math.max(...points.map(({ loss }) => loss))], [bottom, MARGIN.top]).nice();
    const draw = line<LossPoint>(
      ({ step }) => x(step),
      ({ loss }) => y(loss),
    );
    return { x, y, bottom, path: (drawn: readonly LossPoint[]) => draw([...drawn]) ?? '' };
  }, [training, validation, width]);
}

function Axes({ plot, width }: { readonly plot: ReturnType<typeof usePlot>; readonly width: number }) {
  const { t, format } = useText();
  const { x, y, bottom } = plot;
  return (
    <g>
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line className="chart-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
          <text className="chart-text" x={MARGIN.left - 6} y={y(tick) + 4} textAnchor="end">
            {format.number(tick, (y.domain()[1] ?? 0) < 1 ? 2 : 1)}
          </text>
        </g>
      ))}
      {x
        .ticks(Math.max(2, Math.floor(width / 90)))
        .filter(Number.isInteger)
        .map((tick) => (
          <text key={tick} className="chart-text" x={x(tick)} y={bottom + 16} textAnchor="middle">
            {format.number(tick)}
          </text>
        ))}
      <text className="chart-text" x={width - MARGIN.right} y={HEIGHT - 4} textAnchor="end">
        {t.step}
      </text>
    </g>
  );
}

function nearest(points: readonly LossPoint[], step: number): LossPoint | undefined {
  let best: LossPoint | undefined;
  for (const point of points) {
    if (!best || Math.abs(point.step - step) < Math.abs(best.step - step)) best = point;
  }
  return best;
}

/** First steps of the epochs after the first. */
const epochStarts = (points: readonly LossPoint[]): readonly { readonly step: number; readonly epoch: number }[] =>
  points.flatMap(({ step, epoch }, index) => {
    const before = points[index - 1]?.epoch;
    return epoch !== undefined && before !== undefined && epoch !== before ? [{ step, epoch }] : [];
  });
