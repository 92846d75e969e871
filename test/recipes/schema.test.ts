import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecipe, recipeJsonSchema, recipeKeys } from '../../src/toolkit/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the published schema', () => {
  it('is the one that recipes are checked against', () => {
    // Mend it with: novatune config schema > schema/novatune.schema.json
    expect(JSON.parse(read('schema/novatune.schema.json'))).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())));
  });

  it('is in the package', () => {
    const { files, exports } = JSON.parse(read('package.json'));
    expect(files).toContain('schema');
    expect(exports['./schema/novatune.schema.json']).toBe('./schema/novatune.schema.json');
  });

  it('describes every key but the two of a size', () => {
    const bare = recipeKeys().filter(({ description }) => description === '');
    expect(bare.map(({ key }) => key)).toEqual(['split.validation', 'split.test']);
  });
});

describe('docs/recipes.md', () => {
  it('lists every key as the schema has it', () => {
    const rows = recipeKeys()
      .filter(({ key }) => key !== '$schema')
      .map(
        ({ key, type, required, description }) =>
          `| \`${key}\` | ${type.replaceAll('|', '\\|')} | ${required ? 'yes' : ''} | ${description} |`,
      );
    const [, table = ''] = read('docs/recipes.md').split('<!-- keys -->\n');
    // Mend it by putting these rows there.
    expect(table.trimEnd().split('\n').slice(2)).toEqual(rows);
  });
});

describe('the example recipes', () => {
  it.each(['document-classes', 'vat-invoices'])('%s can be read', async (name) => {
    const file = join(ROOT, 'examples', name, 'novatune.yaml');
    const recipe = await readRecipe(file);
    expect(recipe.name).toMatch(/^[a-z-]+-1$/);
    expect(JSON.stringify(recipe.source)).toContain(dirname(file));
    expect(read(join('examples', name, 'novatune.yaml'))).toMatch(/^# yaml-language-server: \$schema=.*schema\.json\n/);
  });
});
