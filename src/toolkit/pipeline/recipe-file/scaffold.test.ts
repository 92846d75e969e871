// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write variables like this.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRecipe } from '../read-recipe.ts';
import { importConfigEnv } from './import-config-env.ts';
import { readSettings } from './read-settings.ts';
import { type ScaffoldValues, scaffoldRecipe } from './scaffold.ts';

async function readBack(values: ScaffoldValues) {
  const folder = await mkdtemp(join(tmpdir(), 'scaffold-'));
  try {
    const file = join(folder, 'novatune.yaml');
    await writeFile(file, scaffoldRecipe(values));
    return { recipe: await readRecipe(file), settings: await readSettings(file, 'project'), folder };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('writes a recipe that says what was asked for, whatever the names look like', async () => {
  const { recipe, settings, folder } = await readBack({
    name: 'x-1',
    task: 'classification',
    images: 'my scans: #1',
    bucket: '123',
  });
  expect(recipe).toMatchObject({
    name: 'x-1',
    bucket: '123',
    source: { kind: 'image-folder', folder: join(folder, 'my scans: #1') },
    task: { kind: 'classification', classes: { length: 16 } },
  });
  expect(settings).toEqual({ target: 'local', region: 'us-east-1' });
});

it('offers keys that can be taken as they stand', async () => {
  const text = scaffoldRecipe({ name: 'x-1', task: 'extraction', images: 'i', labels: 'l.csv', bucket: 'b-1' });
  const folder = await mkdtemp(join(tmpdir(), 'scaffold-'));
  const file = join(folder, 'novatune.yaml');
  await writeFile(file, text.replaceAll(/^( *)# (?=(?:[a-z][A-Za-z]*): \S)/gm, '$1'));
  expect(await readRecipe(file)).toMatchObject({
    ttlMs: 7_200_000,
    maxCost: 20,
    gate: { failIfWorse: true },
    cleanup: true,
    hyperparameters: { epochCount: 3 },
    source: { groupColumn: 'invoice_number' },
  });
  await rm(folder, { recursive: true, force: true });
});

/** Keys as the published invoice project has them, values of our own. */
const CONFIG = `# 项目
DATA_DIR="data"
IMAGES_DIR="\${DATA_DIR}/images"
LOGS_DIR="out/logs"
TRAIN_IMAGES_DIR="\${IMAGES_DIR}/train"
TEST_IMAGES_DIR="$IMAGES_DIR/test"
TRAIN_LABEL_CSV='data/train.csv'
S3_BUCKET="our.invoices" # the bucket
S3_PREFIX_IMAGES="nova/images"
AWS_ACCOUNT_ID="111122223333"
export AWS_REGION=us-east-1
BASE_MODEL_ID="arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k"
ROLE_ARN="arn:aws:iam::111122223333:role/Ours"
EPOCH_COUNT="3"
LEARNING_RATE="0.0001"
UPLOAD_DATA_LOG="\${LOGS_DIR}/upload.log"
FAVOURITE_COLOUR=blue
`;

it('imports a config.env, says what it has no use for, and makes a recipe of it', async () => {
  const { values, unused, unknown } = importConfigEnv(CONFIG, 'config.env');
  expect(values).toEqual({
    task: 'extraction',
    images: 'data/images/train',
    labels: 'data/train.csv',
    bucket: 'our.invoices',
    region: 'us-east-1',
    baseModel: 'nova-pro',
    roleArn: 'arn:aws:iam::111122223333:role/Ours',
    hyperparameters: { epochCount: 3, learningRate: 0.0001 },
  });
  expect(unknown).toEqual(['FAVOURITE_COLOUR']);
  expect(Object.keys(unused)).toEqual([
    'DATA_DIR',
    'IMAGES_DIR',
    'LOGS_DIR',
    'TEST_IMAGES_DIR',
    'S3_PREFIX_IMAGES',
    'AWS_ACCOUNT_ID',
    'UPLOAD_DATA_LOG',
  ]);
  const base: ScaffoldValues = { name: 'i', task: 'extraction', images: 'i', bucket: 'b' };
  const { recipe } = await readBack({ ...base, ...values, name: 'invoices-1' });
  expect(recipe).toMatchObject({ hyperparameters: { epochCount: 3 }, baseModel: 'nova-pro', roleArn: values.roleArn });
});

it.each([
  ['AWS_SECRET_ACCESS_KEY=x', 'secret-refused'],
  ['NOTE=AKIAABCDEFGHIJKLMNOP', 'secret-refused'],
  ['rm -rf /', 'config-env-invalid'],
  ['A=$(date)', 'config-env-invalid'],
  ['A="${B}"', 'config-env-invalid'],
  ['EPOCH_COUNT=many', 'config-env-invalid'],
  ['BASE_MODEL_ID=gpt-4', 'config-env-invalid'],
])('refuses %s', (line, code) => {
  expect(() => importConfigEnv(line, 'config.env')).toThrow(expect.objectContaining({ code }));
});
