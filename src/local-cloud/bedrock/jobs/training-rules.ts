import type { Customization } from './customization.ts';

/** Published limits on the training data of one base model (Nova user guide; dataset validators of AWS). */
export interface TrainingRules {
  readonly minimumRecords: number;
  /** Training and validation together. */
  readonly maximumRecords: number;
  /** Images in one record. 0: the model reads no images. */
  readonly maximumImages: number;
  readonly imageFormats: readonly string[];
  readonly validationSet: boolean;
  /** Whether an assistant turn may start with `reasoningContent`. */
  readonly reasoning: boolean;
  /** Records of prompts alone: the last turn is the user's, and a teacher answers it. */
  readonly promptsOnly?: boolean;
}

/** Bytes of one image. */
export const MAXIMUM_IMAGE_BYTES = 10 * 1024 * 1024;
/** Pixels of either side of an image. */
export const MINIMUM_IMAGE_SIDE = 25;
/** Tokens of one record, images included. */
export const MAXIMUM_RECORD_TOKENS = 32_000;

/** Strings of the models' own prompt format; a job whose data holds one fails. Case-sensitive. */
export const RESERVED_STRINGS = [
  'System:',
  'SYSTEM:',
  'User:',
  'USER:',
  'Bot:',
  'BOT:',
  'Assistant:',
  'ASSISTANT:',
  'Thought:',
  '[EOS]',
  '<image>',
  '<video>',
  '<unk>',
] as const;

const NOVA_1: TrainingRules = {
  minimumRecords: 8,
  maximumRecords: 20_000,
  maximumImages: 10,
  imageFormats: ['png', 'jpeg', 'gif', 'webp'],
  validationSet: true,
  reasoning: false,
};

const RULES: Readonly<Record<string, TrainingRules>> = {
  'amazon.nova-micro-v1:0:128k': { ...NOVA_1, maximumImages: 0 },
  'amazon.nova-lite-v1:0:300k': NOVA_1,
  'amazon.nova-pro-v1:0:300k': NOVA_1,
  'amazon.nova-2-lite-v1:0:256k': {
    ...NOVA_1,
    minimumRecords: 200,
    imageFormats: ['png', 'jpeg', 'gif'],
    validationSet: false,
    reasoning: true,
  },
};

/** Prompts for a teacher: at least 100, text only. Source: the guide's data validator for distillation. */
const DISTILLATION = { minimumRecords: 100, maximumImages: 0, validationSet: true, promptsOnly: true } as const;

/** Unlike supervised fine-tuning of the same model, it takes a validation set. */
const REINFORCEMENT = { minimumRecords: 100, validationSet: true } as const;

/** @param baseModelId a customizable id of the catalogue. */
export function trainingRules(baseModelId: string, type: Customization['type'] = 'FINE_TUNING'): TrainingRules {
  const rules = RULES[baseModelId];
  if (rules !== undefined && type === 'DISTILLATION') return { ...rules, ...DISTILLATION };
  if (rules !== undefined && type === 'REINFORCEMENT_FINE_TUNING') return { ...rules, ...REINFORCEMENT };
  if (rules === undefined)
    throw new Error(`No training rules for base model ${baseModelId}: add them to training-rules.ts.`);
  return rules;
}
