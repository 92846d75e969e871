import type { z } from 'zod';
import { InputError } from '../../errors.ts';
import { nearestWord } from '../../lib/nearest-word.ts';
import { knownKeys } from './json-schema.ts';
import type { ParsedFile } from './parse-file.ts';

type Issue = z.core.$ZodIssue;

/**
 * Holds a parsed file against its schema. Every problem is named with line and column.
 * @param what the file is, e.g. `a recipe`
 * @throws {InputError} `recipe-unreadable`
 */
export function checkFile<Schema extends z.ZodType>(
  parsed: ParsedFile,
  schema: Schema,
  { file, what, keys = knownKeys }: { readonly file: string; readonly what: string; readonly keys?: typeof knownKeys },
): z.infer<Schema> {
  const refuse = (problems: readonly string[]): never => {
    throw new InputError('recipe-unreadable', `Expected ${what} in ${file}:\n${problems.join('\n')}`, {
      remedy: 'Every key is in docs/recipes.md; `novatune config schema` prints the JSON Schema for editors.',
    });
  };
  if (parsed.problems.length > 0) return refuse(parsed.problems);
  const checked = schema.safeParse(parsed.data);
  return checked.success
    ? checked.data
    : refuse(checked.error.issues.flatMap((issue) => describe(issue, parsed, keys)));
}

function describe(issue: Issue, parsed: ParsedFile, keys: typeof knownKeys): string[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = keys(path, parsed.data) ?? [];
    return issue.keys.map((key) => {
      const near = nearestWord(key, known);
      const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
      return `${parsed.place(path, key)} ${[...path, key].join('.')}: unknown key; ${hint}`;
    });
  }
  // Of several shapes, the one with the fewest problems is the one that was meant.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length);
    return nearest.flatMap((inner) => describe({ ...inner, path: [...path, ...inner.path] }, parsed, keys));
  }
  return [`${parsed.place(path)} ${path.join('.') || '(top)'}: ${issue.message}`];
}
