import { type HyperparameterRange, type Method, SFT_HYPERPARAMETERS } from './nova.ts';

/** Image fine-tuning of Nova Canvas. https://docs.aws.amazon.com/bedrock/latest/userguide/custom-models-hp.html */
const CANVAS_RANGES = {
  stepCount: { kind: 'integer', min: 10, max: 20_000, default: 500 },
  batchSize: { kind: 'integer', min: 8, max: 192, default: 8 },
  learningRate: { kind: 'real', min: 1e-7, max: 1e-4, default: 1e-5 },
} as const satisfies Readonly<Record<string, HyperparameterRange>>;

export type CanvasHyperparameter = keyof typeof CANVAS_RANGES;

/** Numbers that no source bounds: whole and positive. */
const UNBOUNDED = { kind: 'integer', min: 1, max: Number.POSITIVE_INFINITY } as const;

/** Reinforcement fine-tuning: bounds of the API model, defaults of AWS's recipes. */
const RFT_RANGES = {
  epochCount: { kind: 'integer', min: 1, max: 50, default: 1 },
  batchSize: { kind: 'integer', min: 16, max: 512, default: 128 },
  learningRate: { kind: 'real', min: 1e-7, max: 1e-3, default: 1e-5 },
  maxPromptLength: { ...UNBOUNDED, default: 8192 },
  trainingSamplePerPrompt: { kind: 'integer', min: 2, max: 16, default: 8 },
  inferenceMaxTokens: { ...UNBOUNDED, default: 2048 },
  evalInterval: { kind: 'integer', min: 1, max: 100, default: 10 },
} as const satisfies Readonly<Record<string, HyperparameterRange>>;

export const REASONING_EFFORTS = ['low', 'medium', 'high'] as const;

/** Numeric hyperparameters by method, the same for every model that the method is offered for. Distillation takes none. */
export const HYPERPARAMETER_RANGES: Readonly<Record<Method, Readonly<Record<string, HyperparameterRange>>>> = {
  sft: SFT_HYPERPARAMETERS,
  canvas: CANVAS_RANGES,
  rft: RFT_RANGES,
  distillation: {},
};

/** Where the ranges are documented. */
export const HYPERPARAMETER_SOURCES: Readonly<Record<Method, string>> = {
  sft: 'https://docs.aws.amazon.com/bedrock/latest/userguide/custom-models-hp.html',
  canvas: 'https://docs.aws.amazon.com/bedrock/latest/userguide/custom-models-hp.html',
  rft: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_RFTHyperParameters.html',
  distillation: 'https://docs.aws.amazon.com/bedrock/latest/userguide/prequisites-model-distillation.html',
};

/** A teacher and the students that Bedrock distils it into. https://docs.aws.amazon.com/bedrock/latest/userguide/prequisites-model-distillation.html */
export const TEACHERS: Readonly<Record<string, readonly string[]>> = {
  'amazon.nova-pro-v1:0': ['nova-lite', 'nova-micro'],
  'amazon.nova-premier-v1:0': ['nova-pro', 'nova-lite', 'nova-micro'],
};
