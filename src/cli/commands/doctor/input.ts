import { resolve } from 'node:path';
import type { DoctorInput } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { readTextFile } from '../../read-text.ts';

/** What the job is going to be. */
export interface JobFlags {
  readonly baseModel?: string;
  readonly trainingDataUri?: string;
  readonly validationDataUri?: string;
  readonly outputUri?: string;
  readonly roleArn?: string;
  readonly kmsKey?: string;
  readonly jobName?: string;
  readonly modelName?: string;
  readonly endpointName?: string;
  readonly dataset?: string;
  readonly request?: string;
}

const SAME_NAME = [
  'baseModel',
  'trainingDataUri',
  'validationDataUri',
  'outputUri',
  'roleArn',
  'kmsKey',
  'jobName',
  'modelName',
  'endpointName',
] as const;

/** Flags go before what the recipe says. @throws InputError when recipe or request cannot be read. */
export async function doctorInput(
  recipe: string | undefined,
  flags: JobFlags,
  { io }: CommandContext,
): Promise<DoctorInput> {
  const given = SAME_NAME.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]] as const]));
  return {
    ...(recipe !== undefined && (await recipeInput(resolve(io.cwd, recipe)))),
    ...Object.fromEntries(given),
    ...(flags.dataset !== undefined && { datasetFolder: resolve(io.cwd, flags.dataset) }),
    ...(flags.request !== undefined && { request: await readRequest(resolve(io.cwd, flags.request)) }),
  };
}

/** A run makes its bucket and role itself; its names have to be free, unless it goes on where it stopped. */
async function recipeInput(file: string): Promise<DoctorInput> {
  const { readRecipe } = await import('../../../toolkit/index.ts');
  const { baseModel = 'nova-lite', bucket } = await readRecipe(file);
  return { baseModel, newBucket: bucket };
}

async function readRequest(file: string): Promise<unknown> {
  const text = await readTextFile(file, 'request');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { InputError } = await import('../../../toolkit/index.ts');
    throw new InputError('request-unreadable', `Expected ${file} to be one JSON document, and it is not.`, {
      remedy: 'Write it with: novatune job create … --dry-run > request.json',
      cause,
    });
  }
}
