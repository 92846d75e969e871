import { createHash } from 'node:crypto';
import { InputError } from '../errors.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import { findTrainableModel, type Method, NOVA_CANVAS, NOVA_MODELS, type TrainableModel } from '../model/nova.ts';
import type { JobBase, JobMethod, RftHyperparameters } from '../ports/model-customizer.ts';
import {
  type CanvasHyperparameters,
  checkRftHyperparameters,
  formatHyperparameters,
  type Hyperparameters,
} from './hyperparameters.ts';
import { checkGraderLambda, checkKmsKey, checkName, checkTags, checkTeacher, checkVpc } from './job-rules.ts';

/** How to train, each method with its own settings. */
export type MethodOptions =
  | { readonly method?: 'sft'; readonly hyperparameters: Hyperparameters }
  | { readonly method: 'canvas'; readonly hyperparameters: CanvasHyperparameters }
  | { readonly method: 'rft'; readonly graderLambdaArn: string; readonly hyperparameters: RftHyperparameters }
  | {
      readonly method: 'distillation';
      /** Base model id, inference profile id or ARN. */
      readonly teacherModel: string;
      /** Longest answer of the teacher, tokens. */
      readonly maxResponseLength?: number;
    };

/** What a job is asked for, before it is checked. */
export type JobOptions = Pick<JobBase, 'jobName' | 'modelName' | 'tags' | 'kmsKey' | 'vpc'> & {
  /** Short name, customization id, or ARN of a base model or of an own custom model. */
  readonly baseModel: string;
} & MethodOptions;

/** Where the data lie. `s3://` URIs. */
export type JobData = Pick<JobBase, 'trainingDataUri' | 'validationDataUri' | 'outputUri' | 'invocationLogs'>;

/** A job as it will be sent, but for role and token. */
export type JobPlan = Omit<JobBase, 'roleArn' | 'clientToken'> & JobMethod;

/**
 * Checks what can be checked without a cloud, and writes the job down. Pure.
 * @throws {InputError} `base-model-unknown`, `method-unsupported`, `validation-file-unsupported`, `name-invalid`, `hyperparameter-invalid`,
 * `option-invalid`, `s3-uri-invalid`.
 */
export function planJob(data: JobData, options: JobOptions): JobPlan {
  const model = findTrainableModel(options.baseModel);
  if (!model && !options.baseModel.includes('custom-model/')) {
    throw new InputError(
      'base-model-unknown',
      `Expected a Nova model such as nova-lite, got ${JSON.stringify(options.baseModel)}.`,
      { remedy: `Use one of ${[...NOVA_MODELS, NOVA_CANVAS].map(({ name }) => name).join(', ')}.` },
    );
  }
  const method = options.method ?? 'sft';
  if (model) requireMethod(model, method, data.validationDataUri);
  for (const uri of [data.trainingDataUri, data.validationDataUri, data.outputUri]) if (uri) requireS3Uri(uri);
  requireLogsAllowed(data, method);
  return {
    jobName: checkName('job name', options.jobName),
    modelName: checkName('model name', options.modelName),
    baseModel: model?.customizationId ?? options.baseModel,
    trainingDataUri: data.trainingDataUri,
    ...(data.invocationLogs && { invocationLogs: data.invocationLogs }),
    ...(data.validationDataUri && { validationDataUri: data.validationDataUri }),
    outputUri: data.outputUri,
    tags: checkTags(options.tags),
    ...(options.kmsKey && { kmsKey: checkKmsKey(options.kmsKey) }),
    ...(options.vpc && { vpc: checkVpc(options.vpc) }),
    ...planMethod(options, model),
  };
}

function requireMethod(model: TrainableModel, method: Method, validationDataUri: string | undefined): void {
  const limits = model.methods[method];
  if (!limits) {
    throw new InputError('method-unsupported', `Bedrock does not offer the method ${method} for ${model.name}.`, {
      remedy: `${model.name} takes: ${Object.keys(model.methods).join(', ')}.`,
    });
  }
  if (limits.validationFile === false && validationDataUri !== undefined) {
    throw new InputError(
      'validation-file-unsupported',
      `${model.name} takes no validation file for the method ${method}.`,
      { remedy: 'Leave out the validation data.' },
    );
  }
}

function requireLogsAllowed({ invocationLogs }: JobData, method: Method): void {
  if (!invocationLogs || method === 'rft' || method === 'distillation') return;
  throw new InputError('option-invalid', `The method ${method} does not train on invocation logs.`, {
    remedy: 'Only distillation and rft do.',
  });
}

function planMethod(options: MethodOptions, model: TrainableModel | undefined): JobMethod {
  switch (options.method) {
    case 'rft':
      return {
        method: 'rft',
        graderLambdaArn: checkGraderLambda(options.graderLambdaArn),
        rft: checkRftHyperparameters(options.hyperparameters, model?.name),
      };
    case 'distillation':
      return {
        method: 'distillation',
        teacherModel: checkTeacher(options.teacherModel, model?.name),
        ...(options.maxResponseLength !== undefined && { maxResponseLength: options.maxResponseLength }),
      };
    default: {
      const method = options.method ?? 'sft';
      const purpose = { method, ...(model && { model: model.name }) };
      return { method, hyperparameters: formatHyperparameters(options.hyperparameters, purpose) };
    }
  }
}

/** Same request, same token: the service then answers a repeated submit with the first job. At most 256 characters of `[a-zA-Z0-9-]`. */
export const clientToken = (request: object): string =>
  `novatune-${createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 40)}`;
