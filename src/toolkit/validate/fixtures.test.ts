import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { METHODS } from '../model/nova.ts';
import { MEDIA_RULES, PREFERENCE_RULES, RECORD_RULES, SET_RULES } from './all-rules.ts';
import { LINE_RULES } from './line-rules.ts';
import type { Rule } from './rule.ts';
import { type RecordsOptions, validateRecords } from './validate.ts';

/** A case is `<case>.jsonl` and `<case>.findings.json`: what every finding must be, in order. */
interface Expected {
  readonly options: RecordsOptions;
  readonly findings: readonly Partial<Finding>[];
}

/** Rules that take two files, thousands of records or a file name; `validate.test.ts` shows them. */
const SHOWN_ELSEWHERE = [
  'record-in-both-files',
  'image-in-both-files',
  'file-name',
  'bucket-elsewhere',
  'row-count-max',
  'validation-row-count',
  'file-bytes',
];

const FOLDER = join(import.meta.dirname, 'fixtures');
/** One folder for each method; the method of a case is told from its records unless its options give it. */
const CASES = METHODS.flatMap((method) =>
  readdirSync(join(FOLDER, method))
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => `${method}/${name.slice(0, -'.jsonl'.length)}`),
);

function expected(name: string): Expected {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.findings.json`), 'utf8'));
}

describe('fixtures', () => {
  it.each(CASES)('%s', async (name) => {
    const { options, findings } = expected(name);
    const found: Partial<Finding>[] = [];
    for await (const finding of validateRecords([readFileSync(join(FOLDER, `${name}.jsonl`))], {
      ...options,
      file: name,
    })) {
      const { line, pointer, code, severity } = finding;
      found.push({ ...(line && { line }), ...(pointer && { pointer }), code, severity });
      expect(finding.message).toMatch(/^Expected .*\.$/s);
      expect(finding.remedy).toMatch(/\.$/);
      expect(finding.file).toBe(name);
    }
    expect(found).toEqual(findings);
  });

  it('show every rule that needs no other file', () => {
    const shown = new Set(CASES.flatMap((name) => expected(name).findings.map((finding) => finding.code)));
    const rules = [...LINE_RULES, ...PREFERENCE_RULES, ...Object.values(RECORD_RULES).flat(), ...SET_RULES];
    const missing = new Set(rules.map((rule) => rule.code).filter((code) => !shown.has(code)));
    expect([...missing]).toEqual(SHOWN_ELSEWHERE);
  });

  it('have one code for one rule', () => {
    const rules = new Set<Rule>([
      ...LINE_RULES,
      ...PREFERENCE_RULES,
      ...Object.values(RECORD_RULES).flat(),
      ...MEDIA_RULES,
      ...SET_RULES,
    ]);
    expect(new Set([...rules].map((rule) => rule.code)).size).toBe(rules.size);
  });
});
