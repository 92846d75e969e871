import type { RecipeKey } from './json-schema.ts';
import { recipeKeys } from './json-schema.ts';

/** What a new recipe begins with. */
export interface ScaffoldValues {
  /** Of the run. */
  readonly name: string;
  readonly task: 'classification' | 'extraction';
  /** Folder of the images, relative to the recipe. */
  readonly images: string;
  /** CSV file of labels; absent: images lie in one folder for each class. */
  readonly labels?: string;
  readonly bucket: string;
  readonly target?: 'local' | 'aws';
  readonly region?: string;
  readonly baseModel?: string;
  readonly roleArn?: string;
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

/** Where the package keeps the schema, seen from a project that has it installed. */
const SCHEMA = './node_modules/novatune/schema/novatune.schema.json';

/** A commented `novatune.yaml`. The comments are the schema's own words. Pure. */
export function scaffoldRecipe(values: ScaffoldValues): string {
  const keys = new Map(recipeKeys().map((key) => [key.key, key]));
  const { hyperparameters = {} } = values;
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '# A run of novatune: novatune run (all of it), novatune run --dry-run (what it will cost and send).',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a recipe may hold
    '# Paths are relative to this file. ${NAME} and ${NAME:-default} stand for variables. No secrets in here.',
    '',
    ...said('name', values.name, keys),
    ...source(values, keys),
    ...task(values, keys),
    ...said('bucket', values.bucket, keys),
    ...said('target', values.target ?? 'local', keys),
    ...said('region', values.region ?? 'us-east-1', keys),
    ...said('baseModel', values.baseModel ?? 'nova-lite', keys),
    ...(values.roleArn === undefined ? [] : said('roleArn', values.roleArn, keys)),
    ...comment(keys.get('split')),
    'split:',
    '  validation: { fraction: 0.1 }',
    '  test: { fraction: 0.2 }',
    '',
    ...comment(keys.get('hyperparameters')),
    ...(Object.keys(hyperparameters).length === 0
      ? ['# hyperparameters: { epochCount: 3 }', '']
      : ['hyperparameters:', ...Object.entries(hyperparameters).map(([name, value]) => `  ${name}: ${value}`), '']),
    ...open('ttl', '2h', keys),
    ...open('maxCost', '20', keys),
    ...open('audit', '{ maxFlaggedShare: 0.05 }', keys),
    ...open('gate', '{ failIfWorse: true }', keys),
    ...open('report', '{ redact: true }', keys),
    ...open('cleanup', 'true', keys),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** What a project with runs keeps out of its repository. */
export const SCAFFOLD_IGNORES = ['runs/', 'node_modules/', '.env'] as const;

type Keys = ReadonlyMap<string, RecipeKey>;

const comment = (key: RecipeKey | undefined): string[] => (key?.description ? [`# ${key.description}`] : []);

const said = (name: string, value: string, keys: Keys): string[] => [
  ...comment(keys.get(name)),
  `${name}: ${plain(value)}`,
  '',
];

/** A key that is offered, not set. */
const open = (name: string, value: string, keys: Keys): string[] => [
  ...comment(keys.get(name)),
  `# ${name}: ${value}`,
  '',
];

function source({ images, labels }: ScaffoldValues, keys: Keys): string[] {
  const kind = labels === undefined ? 'image-folder' : 'images-and-csv';
  const about = keys.get(`source[${kind}].kind`)?.description ?? '';
  return [
    ...comment(keys.get('source')),
    'source:',
    `  kind: ${kind} # ${about}`,
    ...(labels === undefined
      ? [`  folder: ${plain(images)}`]
      : [`  images: ${plain(images)}`, `  labels: ${plain(labels)}`]),
    `  # groupColumn: invoice_number # ${keys.get(`source[${kind}].groupColumn`)?.description ?? ''}`,
    '',
  ];
}

function task({ task: kind }: ScaffoldValues, keys: Keys): string[] {
  const about = keys.get(`task[${kind}].kind`)?.description ?? '';
  return [
    ...comment(keys.get('task')),
    'task:',
    `  kind: ${kind} # ${about}`,
    ...(kind === 'classification'
      ? [`  # classes: [invoice, letter] # ${keys.get('task[classification].classes')?.description ?? ''}`]
      : [
          '  field: seller',
          `  # fieldDescription: The company that sells # ${keys.get('task[extraction].fieldDescription')?.description ?? ''}`,
        ]),
    '',
  ];
}

/** A text as YAML: bare where it cannot be taken for anything else. */
const plain = (text: string): string =>
  /^[A-Za-z./][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
