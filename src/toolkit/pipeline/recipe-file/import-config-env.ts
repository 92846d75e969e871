import { InputError } from '../../errors.ts';
import { findNovaModel } from '../../model/nova.ts';
import { type Environment, expandEnvironment } from './expand-environment.ts';
import type { ScaffoldValues } from './scaffold.ts';
import { isSecretName, isSecretValue } from './secrets.ts';

/** What a `config.env` says, and what became of each of its keys. */
export interface ImportedConfig {
  readonly values: Partial<ScaffoldValues>;
  /** Keys that are known and have no use here, each with the reason. */
  readonly unused: Readonly<Record<string, string>>;
  /** Keys that are not known. */
  readonly unknown: readonly string[];
}

/** Keys of the published invoice project that have no use in a recipe. */
const UNUSED: readonly (readonly [RegExp, string])[] = [
  [/_LOG$|^LOGS_DIR$/, 'logs are kept in the run folder'],
  [/^S3_PREFIX_/, 'prefixes follow from the name of the run'],
  [/^(DATA|OUTPUT|MODELS|DOCS|BEDROCK_FT|LABEL_DATA|IMAGES)_DIR$/, 'a run keeps its files in its own folder'],
  [/^(TRAIN|TEST)_JSONL$/, 'training files are written by prepare'],
  [/^TEST_(IMAGES_DIR|LABEL_CSV)$/, 'a run holds out a part of its documents itself (split.test)'],
  [/^AWS_ACCOUNT_ID$/, 'the account is the one of the credentials'],
];

const HYPERPARAMETERS: Readonly<Record<string, string>> = {
  EPOCH_COUNT: 'epochCount',
  BATCH_SIZE: 'batchSize',
  LEARNING_RATE: 'learningRate',
};
const TEXTS: Readonly<Record<string, 'bucket' | 'region' | 'roleArn' | 'images' | 'labels'>> = {
  S3_BUCKET: 'bucket',
  AWS_REGION: 'region',
  ROLE_ARN: 'roleArn',
  TRAIN_IMAGES_DIR: 'images',
  TRAIN_LABEL_CSV: 'labels',
};

/**
 * Reads the shell-style configuration of the published invoice project. Values may name earlier keys. Nothing is run.
 * @throws {InputError} `config-env-invalid` for a line that is no assignment or a value that cannot be, `secret-refused`
 */
export function importConfigEnv(text: string, file: string): ImportedConfig {
  const assigned = parseAssignments(text, file);
  const values: { -readonly [Key in keyof ScaffoldValues]?: ScaffoldValues[Key] } = {};
  const hyperparameters: Record<string, number> = {};
  const unused: Record<string, string> = {};
  const unknown: string[] = [];
  for (const [key, value] of assigned) {
    const textKey = TEXTS[key];
    const hyperparameter = HYPERPARAMETERS[key];
    if (textKey !== undefined) values[textKey] = value;
    else if (hyperparameter !== undefined) hyperparameters[hyperparameter] = numberOf(key, value, file);
    else if (key === 'BASE_MODEL_ID') values.baseModel = modelOf(value, file);
    else {
      const reason = UNUSED.find(([pattern]) => pattern.test(key))?.[1];
      if (reason === undefined) unknown.push(key);
      else unused[key] = reason;
    }
  }
  const task = values.labels === undefined ? {} : ({ task: 'extraction' } as const);
  return {
    values: { ...values, ...task, ...(Object.keys(hyperparameters).length > 0 && { hyperparameters }) },
    unused,
    unknown,
  };
}

function parseAssignments(text: string, file: string): Map<string, string> {
  const assigned = new Map<string, string>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const parts = /^(?:export\s+)?([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s#"']*))\s*(?:#.*)?$/.exec(content);
    const [, key = '', quoted, literal, bare = ''] = parts ?? [];
    // Shells would run what stands in $(…) and backquotes.
    if (!parts || /\$\(|`/.test(quoted ?? bare)) throw invalid(`Expected KEY=value on line ${index + 1} of ${file}.`);
    refuseSecret(key, quoted ?? literal ?? bare, file, index + 1);
    assigned.set(key, literal ?? expand(quoted ?? bare, Object.fromEntries(assigned), file, index + 1));
  }
  return assigned;
}

function expand(value: string, earlier: Environment, file: string, line: number): string {
  const { text, missing } = expandEnvironment(
    value.replaceAll(/\$([A-Za-z_]\w*)/g, (_, name) => `\${${name}}`),
    earlier,
  );
  if (missing.length === 0) return text;
  throw invalid(`Expected ${missing.join(', ')} to be set above line ${line} of ${file}.`);
}

function refuseSecret(key: string, value: string, file: string, line: number): void {
  if (!isSecretName(key) && !isSecretValue(value)) return;
  throw new InputError('secret-refused', `Line ${line} of ${file} holds a secret (${key}); nothing was imported.`, {
    remedy: 'Take it out of the file: credentials belong into an AWS profile or the environment.',
  });
}

function numberOf(key: string, value: string, file: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  throw invalid(`Expected ${key} in ${file} to be a number, got ${JSON.stringify(value)}.`);
}

/** The project names models by ARN, id or inference profile. */
function modelOf(value: string, file: string): string {
  const id = value.replace(/^arn:aws:bedrock:[\w-]*::foundation-model\//, '');
  const model = findNovaModel(id);
  if (model) return model.name;
  throw invalid(`Expected BASE_MODEL_ID in ${file} to be a Nova model, got ${JSON.stringify(value)}.`);
}

const invalid = (message: string): InputError =>
  new InputError('config-env-invalid', message, { remedy: 'Correct the file, or write the recipe without --from.' });
