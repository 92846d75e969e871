// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of recipes look like this.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecipe } from '../read-recipe.ts';
import { expandEnvironment } from './expand-environment.ts';
import { parseFile } from './parse-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipe-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SOUND = `# A recipe.
name: invoices-1
source:
  kind: image-folder
  folder: images
task: { kind: extraction }
bucket: my-bucket
`;

async function read(text: string, environment: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'novatune.yaml');
  await writeFile(file, text);
  return readRecipe(file, environment);
}

const problemOf = async (text: string, environment?: Readonly<Record<string, string>>) => {
  const error: unknown = await read(text, environment).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'InputError', code: 'recipe-unreadable' });
  return (error as Error).message.split('\n').slice(1);
};

describe('a recipe in YAML', () => {
  it('says what the steps offer', async () => {
    await writeFile(join(folder, 'ask.txt'), 'Who sells?');
    const recipe = await read(`${SOUND}
labelMapping: { 0: letter, 1: form }
prompts: { taskFile: ask.txt }
ttl: 1d2h
gate: { failIfWorse: true, maxDrop: 0.02 }
report: { redact: true }
maxCost: 12.5
region: us-east-1
`);
    expect(recipe).toMatchObject({
      labelMapping: { 0: 'letter', 1: 'form' },
      prompts: { system: expect.stringMatching(/./), task: 'Who sells?' },
      ttlMs: 26 * 3_600_000,
      gate: { failIfWorse: true, maxDrop: 0.02 },
      report: { redact: true },
      maxCost: 12.5,
    });
    expect(Object.keys(recipe)).not.toContain('region');
  });

  it('takes classes as names or with descriptions', async () => {
    const { task } = await read(
      SOUND.replace(
        '{ kind: extraction }',
        '{ kind: classification, classes: [invoice, { name: x, description: y }] }',
      ),
    );
    expect(task.kind === 'classification' && task.classes).toEqual([
      { name: 'invoice', description: expect.stringContaining('Bill') },
      { name: 'x', description: 'y' },
    ]);
  });

  it.each([
    ['bukket: b', '8:1 bukket: unknown key; did you mean bucket?'],
    ['base_model: nova-pro', '8:1 base_model: unknown key; did you mean baseModel?'],
    ['hyperparameters: { epochs: 3 }', '8:20 hyperparameters.epochs: unknown key; did you mean epochCount?'],
    ['maxTokens: many', '8:12 maxTokens: Invalid input: expected number, received string'],
    ['ttl: soon', '8:6 ttl: Expected a length of time like 90m, 2h or 1d12h'],
    ['split: { test: { fraction: 2 } }', '8:28 split.test.fraction: Too big: expected number to be <=1'],
    ['name: again', '8:1 Map keys must be unique'],
    ['audit: { maxFlagedShare: 1 }', '8:10 audit.maxFlagedShare: unknown key; did you mean maxFlaggedShare?'],
    ['aws_secret_access_key: x', '8:1 aws_secret_access_key: a secret does not belong into a file'],
    ['title: AKIAABCDEFGHIJKLMNOP', '8:8 a secret does not belong into a file'],
    [
      'title: ${AWS_SESSION_TOKEN}',
      '8:8 the variable AWS_SESSION_TOKEN holds a secret, and a recipe is kept with its run',
    ],
    ['title: ${OWNER}', '8:8 the variable OWNER is not set; set it, or write ${OWNER:-a default}'],
  ])('names the place of %j', async (line, problem) => {
    expect((await problemOf(`${SOUND}${line}\n`))[0]).toBe(problem);
  });

  it('knows the keys of each kind of source', async () => {
    const [first] = await problemOf(SOUND.replace('  folder: images', '  folder: images\n  sampling: uniform'));
    expect(first).toMatch(/^6:3 source\.sampling: unknown key; (did you mean|known are)/);
  });

  it('refuses one thing said twice', async () => {
    await expect(read(`${SOUND}labelMapping: { a: b }\nlabelMappingFile: m.csv\n`)).rejects.toThrow(
      /either labelMapping or labelMappingFile/,
    );
  });

  it('keeps labels that look like names of secrets', async () => {
    expect((await read(`${SOUND}labelMapping: { password: form }\n`)).labelMapping).toEqual({ password: 'form' });
  });
});

describe('variables in a recipe', () => {
  it('fill in texts and numbers, with defaults', async () => {
    const text = `${SOUND.replace('my-bucket', '${TEAM}-scans')}maxTokens: \${TOKENS:-64}\ntitle: "\${TOKENS:-64} $\${NOT}"\n`;
    expect(await read(text, { TEAM: 'mail' })).toMatchObject({
      bucket: 'mail-scans',
      maxTokens: 64,
      title: '64 ${NOT}',
    });
    expect(await read(text, { TEAM: 'mail', TOKENS: '8' })).toMatchObject({ maxTokens: 8, title: '8 ${NOT}' });
  });

  it('cannot break out of their place', async () => {
    expect(await read(`${SOUND}title: \${T}\n`, { T: 'x\ncleanup: true' })).toMatchObject({
      title: 'x\ncleanup: true',
    });
  });

  it('leave other text as it is', () => {
    const noDollar = fc.string().filter((text) => !text.includes('$'));
    fc.assert(
      fc.property(noDollar, noDollar, (before, value) => {
        expect(expandEnvironment(`${before}\${X}${before}`, { X: value }).text).toBe(`${before}${value}${before}`);
        expect(expandEnvironment(before, {})).toEqual({ text: before, missing: [], used: [] });
      }),
    );
  });
});

it('gives every YAML a result or problems with places, never an error', () => {
  const pieces = fc.constantFrom(
    'a: 1\n',
    '- b\n',
    '{',
    ']',
    '&x ',
    '*x',
    ': ',
    '"',
    '${A}',
    '\t',
    '!!str ',
    '\n  ',
    '#',
    'é',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const { problems } = parseFile(parts.join(''), {});
      for (const problem of problems) expect(problem).toMatch(/^\d+:\d+ /);
    }),
  );
});
