import { InputError } from '../errors.ts';
import type { Recipe } from './recipe.ts';

/** Everything a run is called in the cloud, from its one name. */
export interface RunNames {
  readonly job: string;
  readonly model: string;
  readonly role: string;
  readonly endpoint: string;
  /** Key prefix of the data set. */
  readonly prefix: string;
  /** Everything of the run in S3. */
  readonly runPrefixUri: string;
}

const NAME = /^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/;
/** `novatune-` and a suffix must still fit the 63 characters of Bedrock's names. */
const MAX_NAME = 48;

/** @throws {InputError} `name-invalid` */
export function runNames({ name, bucket }: Pick<Recipe, 'name' | 'bucket'>): RunNames {
  if (name.length > MAX_NAME || !NAME.test(name)) {
    throw new InputError(
      'name-invalid',
      `Expected the run name to have 1 to ${MAX_NAME} letters and digits with single hyphens between them, got ${JSON.stringify(name)}.`,
    );
  }
  return {
    job: name,
    model: name,
    role: `novatune-${name}`,
    endpoint: name,
    prefix: `runs/${name}/data`,
    runPrefixUri: `s3://${bucket}/runs/${name}/`,
  };
}
