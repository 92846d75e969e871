import type {
  CreateModelCustomizationJobRequest,
  CustomizationConfig,
  CustomizationType,
  DistillationConfig,
  RFTConfig,
} from '@aws-sdk/client-bedrock';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** How a job trains, as it is kept and told back. */
export interface Customization {
  readonly type: Extract<CustomizationType, 'FINE_TUNING' | 'DISTILLATION' | 'REINFORCEMENT_FINE_TUNING'>;
  /** Absent for supervised fine-tuning. */
  readonly config?: CustomizationConfig | undefined;
}

/** The one base model that AWS trains by reinforcement. */
const REINFORCED = 'amazon.nova-2-lite-v1:0:256k';
/** Students of each teacher; source: the user guide. */
const STUDENTS: Readonly<Record<string, readonly string[]>> = {
  'amazon.nova-pro-v1:0': ['amazon.nova-lite-v1:0:300k', 'amazon.nova-micro-v1:0:128k'],
  'amazon.nova-premier-v1:0': [
    'amazon.nova-pro-v1:0:300k',
    'amazon.nova-lite-v1:0:300k',
    'amazon.nova-micro-v1:0:128k',
  ],
};

/**
 * What a request says about the way of training. Patterns, ranges and enums have been checked on the wire; the texts are our own.
 * @throws ServiceError ValidationException for a way that the base model does not have, and for members that do not belong to it.
 */
export function customizationOf(
  input: CreateModelCustomizationJobRequest,
  baseModelId: string,
  scope: Scope,
): Customization {
  const { customizationType: type = 'FINE_TUNING', customizationConfig: config } = input;
  switch (type) {
    case 'FINE_TUNING':
      if (config !== undefined) throw refusals.validation('customizationConfig is not supported for FINE_TUNING.');
      return { type };
    case 'DISTILLATION':
      checkDistillation(memberOf(config, 'distillationConfig', type), baseModelId);
      return { type, config };
    case 'REINFORCEMENT_FINE_TUNING':
      checkReinforcement(memberOf(config, 'rftConfig', type), input, baseModelId, scope);
      return { type, config };
    default:
      throw refusals.validation(`The customization type ${type} is not supported for ${baseModelId}.`);
  }
}

/** The one member that the union must hold for a type. */
function memberOf<Name extends 'distillationConfig' | 'rftConfig'>(
  config: CustomizationConfig | undefined,
  name: Name,
  type: CustomizationType,
): NonNullable<CustomizationConfig[Name]> {
  const member = config?.[name];
  if (member !== undefined) return member as NonNullable<CustomizationConfig[Name]>;
  throw refusals.validation(`customizationConfig.${name} is required for ${type}.`);
}

function checkDistillation({ teacherModelConfig }: DistillationConfig, baseModelId: string): void {
  const { teacherModelIdentifier: teacher = '', maxResponseLengthForInference: length } = teacherModelConfig ?? {};
  const id = /amazon\.nova-[^/]*$/.exec(teacher)?.[0] ?? teacher;
  if (STUDENTS[id]?.includes(baseModelId) !== true) {
    throw refusals.validation(`The teacher model ${teacher} is not supported for the student model ${baseModelId}.`);
  }
  if (length !== undefined && length < 1) {
    throw refusals.validation(`Invalid value ${length} for maxResponseLengthForInference: expected at least 1.`);
  }
}

function checkReinforcement(
  { graderConfig }: RFTConfig,
  input: CreateModelCustomizationJobRequest,
  baseModelId: string,
  scope: Scope,
): void {
  if (baseModelId !== REINFORCED) {
    throw refusals.validation(`The customization type REINFORCEMENT_FINE_TUNING is not supported for ${baseModelId}.`);
  }
  if (input.hyperParameters !== undefined) {
    throw refusals.validation(
      'hyperParameters is not supported for REINFORCEMENT_FINE_TUNING: use customizationConfig.rftConfig.hyperParameters.',
    );
  }
  const lambdaArn = graderConfig?.lambdaGrader?.lambdaArn;
  if (lambdaArn === undefined) {
    throw refusals.validation('customizationConfig.rftConfig.graderConfig.lambdaGrader.lambdaArn is required.');
  }
  if (lambdaArn.split(':')[3] !== scope.region) {
    throw refusals.validation(`The grader ${lambdaArn} is not in the region of the job, ${scope.region}.`);
  }
}

/** @throws ServiceError ValidationException for what only AWS can run. Call it when everything else about the request is sound. */
export function refuseWhatCannotRun({ type, config }: Customization): void {
  if (type !== 'REINFORCEMENT_FINE_TUNING') return;
  const lambdaArn = config?.rftConfig?.graderConfig?.lambdaGrader?.lambdaArn;
  throw refusals.notEmulated(`reinforcement fine-tuning: it has no AWS Lambda to run the grader ${lambdaArn}`);
}
