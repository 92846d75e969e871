import { z } from 'zod';
import { LENGTH_OF_TIME } from '../../lib/length-of-time.ts';
import { IMAGE_FORMATS } from '../../model/example.ts';
import { SETTINGS } from './settings-schema.ts';
import { SOURCE } from './source-schema.ts';

const SPLIT_SIZE = z.union([
  z.strictObject({ fraction: z.number().min(0).max(1).describe('Share of all documents.') }),
  z.strictObject({ count: z.int().min(0).describe('Number of documents.') }),
]);
const ANSWER_FORMAT = z.enum(['json', 'text']);

const TASK = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('classification').describe('Which of a closed set of classes a document belongs to.'),
    classes: z
      .array(
        z.union([
          z.string().min(1),
          z.strictObject({ name: z.string().min(1), description: z.string().default('').describe('One line.') }),
        ]),
      )
      .min(1)
      .optional()
      .describe('Names, or names with descriptions. Default: the 16 of RVL-CDIP.'),
    classesFile: z.string().optional().describe('CSV or JSON with `name`, `description`, instead of `classes`.'),
    answerFormat: ANSWER_FORMAT.default('json').describe('`json`: `{"<field>": "…"}`; `text`: the bare value.'),
    field: z.string().min(1).default('type').describe('Key of JSON answers.'),
  }),
  z.strictObject({
    kind: z.literal('extraction').describe('Read one value off the page.'),
    answerFormat: ANSWER_FORMAT.default('text').describe('`json`: `{"<field>": "…"}`; `text`: the bare value.'),
    field: z.string().min(1).default('seller').describe('Key of JSON answers, and what is asked for.'),
    fieldDescription: z.string().optional().describe('What the field is, one sentence, for our own prompts.'),
  }),
]);

const PROMPTS = z.strictObject({
  system: z.string().optional().describe('System prompt; `{{classes}}`, `{{field}}` and `{{answer}}` are filled in.'),
  systemFile: z.string().optional().describe('The same, in a file.'),
  task: z.string().optional().describe('What is asked after the image.'),
  taskFile: z.string().optional().describe('The same, in a file.'),
});

const HYPERPARAMETERS = z.strictObject({
  epochCount: z.number().optional().describe('1 to 5.'),
  learningRate: z.number().optional().describe('0.000001 to 0.0001.'),
  learningRateWarmupSteps: z.number().optional().describe('0 to 100.'),
  batchSize: z.number().optional().describe('Not documented for Nova; the service takes 1.'),
});

const AUDIT = z.strictObject({
  maxFlaggedShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('The run ends when more of the labels are flagged. Default: 0.05.'),
  fieldDescription: z.string().optional().describe('What the label is, in the page’s words. Default: the field.'),
});

const GATE = z.strictObject({
  failIfWorse: z.boolean().optional().describe('Fails when the tuned model is shown to be worse.'),
  maxDrop: z.number().min(0).max(1).optional().describe('Fails unless it is shown to lose less accuracy than this.'),
  minGain: z.number().min(0).max(1).optional().describe('Fails unless it is shown to gain at least this accuracy.'),
});

const DATA = {
  $schema: z.string().optional().describe('For editors.'),
  name: z
    .string()
    .describe(
      'Name of the run and of everything it makes in the cloud: 1 to 48 letters and digits with single hyphens between them, unique in the account.',
    ),
  title: z.string().optional().describe('Heading of the report. Default: the name.'),
  source: SOURCE.describe('Where documents and labels come from.'),
  labelMapping: z
    .record(z.string(), z.string())
    .optional()
    .describe('What the labels of the source stand for, such as `0: letter`. Default: themselves.'),
  labelMappingFile: z.string().optional().describe('The same in a CSV or JSON file, instead of `labelMapping`.'),
  task: TASK.describe('What the model is asked to do.'),
  prompts: PROMPTS.optional().describe('Words of your own. Default: ours for the task.'),
  imageRecipe: z
    .strictObject({
      maxSide: z.int().min(25).max(8000).optional().describe('Longest side, pixels. Default: 1600.'),
      format: z
        .enum([...IMAGE_FORMATS, 'auto'])
        .optional()
        .describe('Default: `auto`.'),
    })
    .optional()
    .describe('How images are made ready.'),
  seed: z.int().optional().describe('Decides the split and what is drawn. Default: 0.'),
  split: z
    .strictObject({ validation: SPLIT_SIZE.optional(), test: SPLIT_SIZE.optional() })
    .optional()
    .describe('Sizes of the parts that are not trained on. Default: a tenth each.'),
  maxSkippedShare: z.number().min(0).max(1).optional().describe('Largest share of unusable documents. Default: 0.1.'),
};

/** A recipe file. Paths are relative to the file; unknown keys are errors. The one source of keys, types, defaults and descriptions. */
export const RECIPE_FILE = z.strictObject({
  ...DATA,
  bucket: z.string().describe('S3 bucket of data and results. Made, private and tagged, when it does not exist.'),
  baseModel: z
    .string()
    .optional()
    .describe('`nova-micro`, `nova-lite`, `nova-pro`, `nova-2-lite`, or an id. Default: `nova-lite`.'),
  hyperparameters: HYPERPARAMETERS.optional().describe('Default: what AWS advises for so many rows.'),
  roleArn: z.string().optional().describe('Role that Bedrock works as. Default: one of our own with least rights.'),
  endpoint: z
    .enum(['deployment', 'throughput'])
    .optional()
    .describe('`deployment`: billed per token; `throughput`: per hour. Default: `deployment`.'),
  modelUnits: z.int().min(1).optional().describe('Of throughput. Default: 1.'),
  ttl: z
    .string()
    .regex(LENGTH_OF_TIME, 'Expected a length of time like 90m, 2h or 1d12h')
    .optional()
    .describe('The cloud deletes the endpoint by itself after this, such as `2h`. Default: never.'),
  maxTokens: z.int().min(1).optional().describe('Most tokens of an answer. Default: 256.'),
  concurrency: z.int().min(1).optional().describe('Calls to a model at once. Default: 64, as the service takes them.'),
  requestsPerMinute: z.number().min(1).optional().describe('Calls to a model. Default: what the service takes.'),
  pollIntervalMs: z
    .number()
    .min(0)
    .optional()
    .describe('Milliseconds between looks at jobs and endpoints. Default: 30,000 and 15,000.'),
  audit: z
    .union([z.literal(false), AUDIT])
    .optional()
    .describe('Check the labels before anything is paid. Default: no audit.'),
  gate: GATE.optional().describe(
    'What the tuned model has to show; else the run fails (exit code 3) after its report. Default: nothing.',
  ),
  report: z
    .strictObject({ redact: z.boolean().optional().describe('Leave images and document text out.') })
    .optional()
    .describe('The page at the end.'),
  cleanup: z.boolean().optional().describe('Delete everything in the cloud at the end. Default: false.'),
  ...SETTINGS,
});

/** A recipe as its file says it. */
export type RecipeFile = z.infer<typeof RECIPE_FILE>;
