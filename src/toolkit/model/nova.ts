/** Bounds of one hyperparameter of a supervised fine-tuning job. https://docs.aws.amazon.com/bedrock/latest/userguide/custom-models-hp.html */
export interface HyperparameterRange {
  readonly kind: 'integer' | 'real';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** What is known of one Nova model that can be customized. Sources: Bedrock and Nova user guides, June 2025 – August 2026. */
export interface NovaModel {
  /** Short name, e.g. `nova-lite`. */
  readonly name: string;
  /** Id for `baseModelIdentifier`; carries the context suffix. */
  readonly customizationId: string;
  /** Ids that answer on demand, best first: inference profile, then bare id. */
  readonly inferenceIds: readonly string[];
  /** Rows of the training file. */
  readonly minRows: number;
  /** Rows of training and validation files together. */
  readonly maxRows: number;
  readonly images: boolean;
  /** Whether a validation file may be sent. */
  readonly validationFile: boolean;
  /** Warm-up hint: rows ÷ this. Absent where AWS gives none. */
  readonly warmupDivisor?: number;
}

const SFT_RANGES = {
  epochCount: { kind: 'integer', min: 1, max: 5, default: 2 },
  learningRate: { kind: 'real', min: 1e-6, max: 1e-4, default: 1e-5 },
  learningRateWarmupSteps: { kind: 'integer', min: 0, max: 100, default: 10 },
  batchSize: { kind: 'integer', min: 1, max: 64, default: 1 },
} as const satisfies Readonly<Record<string, HyperparameterRange>>;

export type SftHyperparameter = keyof typeof SFT_RANGES;
/** Ranges of supervised fine-tuning, the same for all Nova text models. `batchSize` is accepted but undocumented: not sent unless asked for. */
export const SFT_HYPERPARAMETERS: Readonly<Record<SftHyperparameter, HyperparameterRange>> = SFT_RANGES;

/** Models whose customization Bedrock offers, by short name. Customization runs in us-east-1 only. */
export const NOVA_MODELS: readonly NovaModel[] = [
  {
    name: 'nova-micro',
    customizationId: 'amazon.nova-micro-v1:0:128k',
    inferenceIds: ['us.amazon.nova-micro-v1:0', 'amazon.nova-micro-v1:0'],
    minRows: 8,
    maxRows: 20_000,
    images: false,
    validationFile: true,
    warmupDivisor: 640,
  },
  {
    name: 'nova-lite',
    customizationId: 'amazon.nova-lite-v1:0:300k',
    inferenceIds: ['us.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0'],
    minRows: 8,
    maxRows: 20_000,
    images: true,
    validationFile: true,
    warmupDivisor: 160,
  },
  {
    name: 'nova-pro',
    customizationId: 'amazon.nova-pro-v1:0:300k',
    inferenceIds: ['us.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
    minRows: 8,
    maxRows: 10_000,
    images: true,
    validationFile: true,
    warmupDivisor: 320,
  },
  {
    name: 'nova-2-lite',
    customizationId: 'amazon.nova-2-lite-v1:0:256k',
    inferenceIds: ['us.amazon.nova-2-lite-v1:0', 'global.amazon.nova-2-lite-v1:0'],
    minRows: 200,
    maxRows: 20_000,
    images: true,
    validationFile: false,
  },
];

/** The only region where Nova can be customized. */
export const CUSTOMIZATION_REGION = 'us-east-1';

/** Finds a model by short name, customization id, inference id or foundation-model ARN. */
export function findNovaModel(identifier: string): NovaModel | undefined {
  const id = identifier.replace(/^arn:aws[^:]*:bedrock:[^:]*::foundation-model\//, '');
  return NOVA_MODELS.find(
    (model) => model.name === id || model.customizationId === id || model.inferenceIds.includes(id),
  );
}
