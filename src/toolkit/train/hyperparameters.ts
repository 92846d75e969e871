import { InputError } from '../errors.ts';
import {
  type CanvasHyperparameter,
  HYPERPARAMETER_RANGES,
  HYPERPARAMETER_SOURCES,
  REASONING_EFFORTS,
} from '../model/hyperparameters.ts';
import {
  type HyperparameterRange,
  type Method,
  type NovaModel,
  SFT_HYPERPARAMETERS,
  type SftHyperparameter,
} from '../model/nova.ts';
import type { RftHyperparameters } from '../ports/model-customizer.ts';

/** Values for a supervised fine-tuning job; absent ones are left to the service. */
export type Hyperparameters = Readonly<Partial<Record<SftHyperparameter, number>>>;
/** Values for a fine-tuning job of Nova Canvas; absent ones are left to the service. */
export type CanvasHyperparameters = Readonly<Partial<Record<CanvasHyperparameter, number>>>;

/** What the values are for, as messages say it. */
interface Purpose {
  /** Default `sft`. */
  readonly method?: Method;
  readonly model?: string;
}

/**
 * Checks hyperparameters against the documented ranges of the method and writes them as the service wants them: strings, plain
 * decimals (`0.00001`, never `1e-05`).
 * @throws {InputError} `hyperparameter-invalid`
 */
export function formatHyperparameters(
  values: Hyperparameters | CanvasHyperparameters,
  purpose: Purpose = {},
): Readonly<Record<string, string>> {
  checkNumbers(values, purpose);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainDecimal(value)]));
}

/**
 * Checks the hyperparameters of reinforcement fine-tuning, which stay numbers.
 * @throws {InputError} `hyperparameter-invalid`
 */
export function checkRftHyperparameters(values: RftHyperparameters, model?: string): RftHyperparameters {
  const { reasoningEffort, ...numbers } = values;
  checkNumbers(numbers, { method: 'rft', ...(model && { model }) });
  if (reasoningEffort !== undefined && !REASONING_EFFORTS.includes(reasoningEffort)) {
    throw new InputError(
      'hyperparameter-invalid',
      `Expected reasoningEffort to be ${REASONING_EFFORTS.join(', ')}, got ${JSON.stringify(reasoningEffort)}.`,
      { remedy: `Leave it out to use the service's default. Source: ${HYPERPARAMETER_SOURCES.rft}` },
    );
  }
  return values;
}

function checkNumbers(values: Readonly<Record<string, number>>, { method = 'sft', model }: Purpose): void {
  const ranges = HYPERPARAMETER_RANGES[method];
  const where = `${model ? `${model}, ` : ''}method ${method}`;
  const source = `Source: ${HYPERPARAMETER_SOURCES[method]}`;
  for (const [name, value] of Object.entries(values)) {
    const range = ranges[name];
    if (!range) {
      const known = Object.keys(ranges).join(', ') || 'none';
      throw new InputError('hyperparameter-invalid', `There is no hyperparameter ${name} for ${where}.`, {
        remedy: `Known are: ${known}. ${source}`,
      });
    }
    if (isInRange(value, range)) continue;
    throw new InputError(
      'hyperparameter-invalid',
      `Expected ${name} (${where}) to be ${describeRange(range)}, got ${value}.`,
      { remedy: `Leave it out to use the default of ${plainDecimal(range.default)}. ${source}` },
    );
  }
}

const isInRange = (value: number, { kind, min, max }: HyperparameterRange): boolean =>
  Number.isFinite(value) && value >= min && value <= max && (kind === 'real' || Number.isInteger(value));

const describeRange = ({ kind, min, max }: HyperparameterRange): string =>
  `${kind === 'integer' ? 'a whole number' : 'a number'} from ${plainDecimal(min)} ${
    Number.isFinite(max) ? `to ${plainDecimal(max)}` : 'up'
  }`;

/** `1e-5` → `0.00001`. Exact for every value that the ranges allow. */
export function plainDecimal(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(12).replace(/0+$/, '');
}

/** One recommended value and why. */
export interface HyperparameterAdvice {
  readonly name: SftHyperparameter;
  readonly value: number;
  /** One sentence. */
  readonly reason: string;
}

const GUIDE = 'https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-hyperparameters.html';

/**
 * Epochs and warm-up of supervised fine-tuning for a number of training rows, each with its reason. Warm-up follows AWS's divisor for
 * the model; epochs rise as rows fall, because the service allows at most 5. Source: {@link GUIDE}
 */
export function adviseHyperparameters(model: NovaModel, rows: number): readonly HyperparameterAdvice[] {
  const { epochCount, learningRateWarmupSteps } = SFT_HYPERPARAMETERS;
  const epochs = rows < 200 ? epochCount.max : rows < 1000 ? 3 : epochCount.default;
  const advice: HyperparameterAdvice[] = [
    { name: 'epochCount', value: epochs, reason: `${rows} rows: fewer rows need more epochs (${GUIDE})` },
  ];
  if (model.warmupDivisor === undefined) return advice;
  const steps = Math.round(rows / model.warmupDivisor);
  const { min, max } = learningRateWarmupSteps;
  return [
    ...advice,
    {
      name: 'learningRateWarmupSteps',
      value: Math.min(max, Math.max(min, steps)),
      reason: `${rows} rows ÷ ${model.warmupDivisor} for ${model.name} (${GUIDE})`,
    },
  ];
}

/** The values of {@link adviseHyperparameters}. */
export const recommendHyperparameters = (model: NovaModel, rows: number): Hyperparameters =>
  Object.fromEntries(adviseHyperparameters(model, rows).map(({ name, value }) => [name, value]));
