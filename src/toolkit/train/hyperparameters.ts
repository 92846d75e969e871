import { InputError } from '../errors.ts';
import { type NovaModel, SFT_HYPERPARAMETERS, type SftHyperparameter } from '../model/nova.ts';

/** Values for a supervised fine-tuning job; absent ones are left to the service. */
export type Hyperparameters = Readonly<Partial<Record<SftHyperparameter, number>>>;

/**
 * Checks hyperparameters against the documented ranges and writes them as the service wants them: strings, plain decimals (`0.00001`, never `1e-05`).
 * @throws {InputError} `hyperparameter-invalid`
 */
export function formatHyperparameters(values: Hyperparameters): Readonly<Record<string, string>> {
  const formatted: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const range = SFT_HYPERPARAMETERS[name as SftHyperparameter];
    const fits = Number.isFinite(value) && value >= range.min && value <= range.max;
    if (!fits || (range.kind === 'integer' && !Number.isInteger(value))) {
      throw new InputError(
        'hyperparameter-invalid',
        `Expected ${name} to be ${range.kind === 'integer' ? 'a whole number' : 'a number'} from ${plainDecimal(range.min)} to ${plainDecimal(range.max)}, got ${value}.`,
        { remedy: `Leave it out to use the service's default of ${plainDecimal(range.default)}.` },
      );
    }
    formatted[name] = plainDecimal(value);
  }
  return formatted;
}

/** `1e-5` → `0.00001`. Exact for every value that the ranges allow. */
export function plainDecimal(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(12).replace(/0+$/, '');
}

/**
 * Epochs and warm-up for a number of training rows. Warm-up follows AWS's divisor for the model; epochs rise as rows fall,
 * because the service allows at most 5. https://docs.aws.amazon.com/nova/latest/userguide/customize-fine-tune-hyperparameters.html
 */
export function recommendHyperparameters(model: NovaModel, rows: number): Hyperparameters {
  const { max } = SFT_HYPERPARAMETERS.learningRateWarmupSteps;
  return {
    epochCount: rows < 200 ? 5 : rows < 1000 ? 3 : 2,
    ...(model.warmupDivisor && {
      learningRateWarmupSteps: Math.min(max, Math.max(0, Math.round(rows / model.warmupDivisor))),
    }),
  };
}
