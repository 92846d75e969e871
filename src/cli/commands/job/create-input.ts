import type { JobInput, MethodOptions } from '../../../toolkit/index.ts';
import type { CreateFlags, MethodFlags } from './create-flags.ts';

/** Which flags belong to which method. */
const METHOD_FLAGS: Readonly<Record<CreateFlags['method'], readonly (keyof MethodFlags)[]>> = {
  sft: ['epochCount', 'learningRate', 'batchSize', 'warmupSteps'],
  canvas: ['stepCount', 'learningRate', 'batchSize'],
  rft: [
    'graderLambda',
    'epochCount',
    'learningRate',
    'batchSize',
    'maxPromptLength',
    'samplesPerPrompt',
    'inferenceMaxTokens',
    'reasoningEffort',
    'evalInterval',
  ],
  distillation: ['teacherModel', 'maxResponseLength'],
};

/** The models that `--base-model` stands for when it is left out. */
const USUAL_MODEL: Readonly<Record<CreateFlags['method'], string>> = {
  sft: 'nova-lite',
  rft: 'nova-2-lite',
  distillation: 'nova-lite',
  canvas: 'nova-canvas',
};

/** @throws InputError `option-invalid`, `role-missing` */
export async function jobInput(flags: CreateFlags): Promise<JobInput> {
  await checkMethodFlags(flags);
  const { modelName, validationDataUri, validationSplit, splitSeed, kmsKey, clientRequestToken, tag } = flags;
  return {
    jobName: flags.jobName,
    ...(modelName !== undefined && { modelName }),
    baseModel: flags.baseModel ?? USUAL_MODEL[flags.method],
    trainingDataUri: flags.trainingDataUri,
    ...(flags.invocationLogs && { invocationLogs: { usePromptResponse: flags.usePromptResponse ?? false } }),
    ...(validationDataUri !== undefined && { validationDataUri }),
    ...(validationSplit !== undefined && { validationSplit }),
    ...(splitSeed !== undefined && { splitSeed }),
    outputUri: flags.outputUri,
    role: await roleOf(flags),
    tags: tag ?? {},
    ...(kmsKey !== undefined && { kmsKey }),
    ...((flags.subnetIds || flags.securityGroupIds) && {
      vpc: { subnetIds: flags.subnetIds ?? [], securityGroupIds: flags.securityGroupIds ?? [] },
    }),
    ...(clientRequestToken !== undefined && { clientRequestToken }),
    ...methodOptions(flags),
  };
}

async function checkMethodFlags(flags: CreateFlags): Promise<void> {
  const known = METHOD_FLAGS[flags.method];
  const strange = Object.values(METHOD_FLAGS)
    .flat()
    .find((name) => flags[name] !== undefined && !known.includes(name));
  const missing = flags.method === 'rft' ? 'graderLambda' : 'teacherModel';
  const isMissing = (flags.method === 'rft' || flags.method === 'distillation') && flags[missing] === undefined;
  if (strange === undefined && !isMissing) return;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'option-invalid',
    strange === undefined
      ? `The method ${flags.method} needs ${flagName(missing)}.`
      : `The method ${flags.method} does not take ${flagName(strange)}.`,
    { remedy: `It takes ${known.map(flagName).join(', ')}.` },
  );
}

const flagName = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

async function roleOf({ roleArn, createRole, jobName }: CreateFlags): Promise<JobInput['role']> {
  if (roleArn !== undefined && createRole === undefined) return { arn: roleArn };
  if (createRole !== undefined && roleArn === undefined) {
    return { create: createRole === true ? `novatune-${jobName}`.slice(0, 64) : createRole };
  }
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError('role-missing', 'Expected either --role-arn, or --create-role to have one made.');
}

function methodOptions(flags: CreateFlags): MethodOptions {
  const { epochCount, learningRate, batchSize, warmupSteps: learningRateWarmupSteps, stepCount } = flags;
  switch (flags.method) {
    case 'rft': {
      const { maxPromptLength, samplesPerPrompt: trainingSamplePerPrompt, inferenceMaxTokens } = flags;
      const { reasoningEffort, evalInterval, graderLambda = '' } = flags;
      const lengths = { maxPromptLength, trainingSamplePerPrompt, inferenceMaxTokens };
      return {
        method: 'rft',
        graderLambdaArn: graderLambda,
        hyperparameters: present({ epochCount, learningRate, batchSize, ...lengths, reasoningEffort, evalInterval }),
      };
    }
    case 'distillation': {
      const { teacherModel = '', maxResponseLength } = flags;
      return { method: 'distillation', teacherModel, ...present({ maxResponseLength }) };
    }
    case 'canvas':
      return { method: 'canvas', hyperparameters: present({ stepCount, learningRate, batchSize }) };
    default:
      return {
        method: 'sft',
        hyperparameters: present({ epochCount, learningRate, learningRateWarmupSteps, batchSize }),
      };
  }
}

type Present<Values> = { readonly [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/** The members that have a value. */
const present = <Values extends object>(values: Values): Present<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<Values>;
