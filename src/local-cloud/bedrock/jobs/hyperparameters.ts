import { refusals } from '../refusals.ts';

interface HyperparameterRule {
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
  /** As text, because that is how the API carries it. */
  readonly default: string;
}

/** Supervised fine-tuning of Nova understanding models; sources: the user guide, and for batchSize AWS's own recipes. */
const RULES = {
  epochCount: { minimum: 1, maximum: 5, integer: true, default: '2' },
  learningRate: { minimum: 1e-6, maximum: 1e-4, integer: false, default: '0.00001' },
  learningRateWarmupSteps: { minimum: 0, maximum: 100, integer: true, default: '10' },
  batchSize: { minimum: 1, maximum: 64, integer: true, default: '1' },
} as const satisfies Readonly<Record<string, HyperparameterRule>>;

export type HyperparameterName = keyof typeof RULES;

/** Every hyperparameter of a job, as text. */
export type Hyperparameters = Readonly<Record<HyperparameterName, string>>;

/**
 * Checks what a request sets and fills in the defaults.
 * @throws ServiceError ValidationException for an unknown name or a value out of range.
 */
export function resolveHyperparameters(given: Readonly<Record<string, string>> | undefined): Hyperparameters {
  const values: Record<string, string> = {};
  for (const [name, rule] of Object.entries(RULES)) values[name] = rule.default;
  for (const [name, text] of Object.entries(given ?? {})) {
    const rule: HyperparameterRule | undefined = Object.hasOwn(RULES, name)
      ? RULES[name as HyperparameterName]
      : undefined;
    if (rule === undefined) {
      throw refusals.validation(
        `Invalid hyperparameter ${name}. The base model supports: ${Object.keys(RULES).join(', ')}.`,
      );
    }
    checkRange(name, text, rule);
    values[name] = text;
  }
  return values as Hyperparameters;
}

function checkRange(name: string, text: string, rule: HyperparameterRule): void {
  const wellFormed = rule.integer ? /^\d+$/.test(text) : /^\d*\.?\d+(e-?\d+)?$/i.test(text);
  const value = Number(text);
  if (wellFormed && value >= rule.minimum && value <= rule.maximum) return;
  const kind = rule.integer ? 'an integer' : 'a number';
  throw refusals.validation(
    `Invalid value ${JSON.stringify(text)} for hyperparameter ${name}: expected ${kind} between ${rule.minimum} and ${rule.maximum}.`,
  );
}
