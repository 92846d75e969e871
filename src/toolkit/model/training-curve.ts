/** One measured point of a training. Columns of metrics files vary between models and years, so only step and loss are sure. */
export interface CurvePoint {
  readonly step: number;
  /** As the service counts, from 0. */
  readonly epoch?: number;
  /** Cross-entropy in nats per token; `NaN` or infinite when training has diverged. */
  readonly loss: number;
  readonly perplexity?: number;
}

/** The losses of one training, in the order of its steps. */
export interface TrainingCurve {
  /** What the curve is called in a legend, e.g. the job's name. */
  readonly name: string;
  readonly training: readonly CurvePoint[];
  readonly validation: readonly CurvePoint[];
}
