/** Bounds of one hyperparameter of a supervised fine-tuning job. https://docs.aws.amazon.com/bedrock/latest/userguide/custom-models-hp.html */
export interface HyperparameterRange {
  readonly kind: 'integer' | 'real';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** Ways of training that Bedrock offers for Nova. There is none for preference data (DPO). */
export const METHODS = ['sft', 'rft', 'distillation', 'canvas'] as const;
/** `sft`: supervised fine-tuning; `rft`: reinforcement fine-tuning; `distillation`: prompts for a teacher; `canvas`: images with captions. */
export type Method = (typeof METHODS)[number];

/** How many records one method takes for one model. */
export interface MethodLimits {
  /** Rows of the training file. */
  readonly minRows: number;
  /** Rows of training and validation files together; absent where no source says. */
  readonly maxRows?: number;
  /** Bytes of all files together, where a source says. */
  readonly maxBytes?: number;
  /** Lower, adjustable account quota that another source names for the same. */
  readonly quotaRows?: number;
  /** Most rows of the validation file, where a source names one. */
  readonly validationRows?: number;
  /** Whether a validation file may be sent; `disputed` where sources disagree. */
  readonly validationFile: boolean | 'disputed';
}

/** A model as the rules of training data see it. */
export interface TrainableModel {
  /** Short name, e.g. `nova-lite`. */
  readonly name: string;
  /** Id for `baseModelIdentifier`. */
  readonly customizationId: string;
  /** Ids that answer on demand, best first. */
  readonly inferenceIds: readonly string[];
  /** Methods that Bedrock offers for it. */
  readonly methods: Readonly<Partial<Record<Method, MethodLimits>>>;
  readonly images: boolean;
  /** PDF files as training input. */
  readonly documents: boolean;
  /** Reasoning before the answers of training records. */
  readonly reasoning: boolean;
  /** Image formats, as the wire spells them. */
  readonly imageFormats: readonly string[];
  readonly videoFormats: readonly string[];
}

/** What is known of one Nova text model that can be customized. Sources: Bedrock and Nova user guides, June 2025 – August 2026. */
export interface NovaModel extends TrainableModel {
  /** Whether supervised fine-tuning takes a validation file. */
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

const SFT_V1 = { minRows: 8, maxRows: 20_000, validationFile: true } as const;
/** https://docs.aws.amazon.com/bedrock/latest/userguide/prequisites-model-distillation.html */
const DISTILLATION = { minRows: 100, maxBytes: 2 ** 30, validationFile: true } as const;
const V1_MEDIA = {
  images: true,
  documents: false,
  reasoning: false,
  imageFormats: ['png', 'jpeg', 'gif', 'webp'],
  videoFormats: ['mov', 'mkv', 'mp4', 'webm'],
} as const;

/** Text models whose customization Bedrock offers, by short name. Customization runs in us-east-1 only. */
export const NOVA_MODELS: readonly NovaModel[] = [
  {
    name: 'nova-micro',
    customizationId: 'amazon.nova-micro-v1:0:128k',
    inferenceIds: ['us.amazon.nova-micro-v1:0', 'amazon.nova-micro-v1:0'],
    // One AWS notebook caps the validation file; the guide does not.
    methods: { sft: { ...SFT_V1, validationRows: 1000 }, distillation: DISTILLATION },
    ...V1_MEDIA,
    images: false,
    validationFile: true,
    warmupDivisor: 640,
  },
  {
    name: 'nova-lite',
    customizationId: 'amazon.nova-lite-v1:0:300k',
    inferenceIds: ['us.amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0'],
    methods: { sft: SFT_V1, distillation: DISTILLATION },
    ...V1_MEDIA,
    validationFile: true,
    warmupDivisor: 160,
  },
  {
    name: 'nova-pro',
    customizationId: 'amazon.nova-pro-v1:0:300k',
    inferenceIds: ['us.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
    // The guide says 20,000 for all models; the quota page says 10,000 for Pro (L-70FC4C0E), adjustable.
    methods: { sft: { ...SFT_V1, quotaRows: 10_000 }, distillation: DISTILLATION },
    ...V1_MEDIA,
    validationFile: true,
    warmupDivisor: 320,
  },
  {
    name: 'nova-2-lite',
    customizationId: 'amazon.nova-2-lite-v1:0:256k',
    inferenceIds: ['us.amazon.nova-2-lite-v1:0', 'global.amazon.nova-2-lite-v1:0'],
    methods: {
      sft: { minRows: 200, maxRows: 20_000, validationFile: false },
      rft: { minRows: 100, maxRows: 20_000, validationFile: true },
    },
    images: true,
    documents: true,
    reasoning: true,
    imageFormats: ['png', 'jpeg', 'gif', 'webp'],
    videoFormats: ['mov', 'mkv', 'mp4'],
    validationFile: false,
  },
];

/**
 * The image model, trained on images with captions; not a text model, so not among `NOVA_MODELS`.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-creative-content.html
 */
export const NOVA_CANVAS: TrainableModel = {
  name: 'nova-canvas',
  customizationId: 'amazon.nova-canvas-v1:0',
  inferenceIds: ['amazon.nova-canvas-v1:0'],
  methods: { canvas: { minRows: 5, maxRows: 10_000, validationFile: 'disputed' } },
  images: true,
  documents: false,
  reasoning: false,
  imageFormats: ['png', 'jpeg'],
  videoFormats: [],
};

/** The model whose rules hold when only the method is known. */
export const USUAL_MODEL: Readonly<Record<Method, string>> = {
  sft: 'nova-lite',
  rft: 'nova-2-lite',
  distillation: 'nova-lite',
  canvas: 'nova-canvas',
};

/** The only region where Nova can be customized. */
export const CUSTOMIZATION_REGION = 'us-east-1';

/** Finds a text model by short name, customization id, inference id or foundation-model ARN. */
export function findNovaModel(identifier: string): NovaModel | undefined {
  return findAmong(NOVA_MODELS, identifier);
}

/** As `findNovaModel`, with Canvas. */
export function findTrainableModel(identifier: string): TrainableModel | undefined {
  return findAmong<TrainableModel>([...NOVA_MODELS, NOVA_CANVAS], identifier);
}

function findAmong<Model extends TrainableModel>(models: readonly Model[], identifier: string): Model | undefined {
  const id = identifier.replace(/^arn:aws[^:]*:bedrock:[^:]*::foundation-model\//, '');
  return models.find((model) => model.name === id || model.customizationId === id || model.inferenceIds.includes(id));
}
