import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { MEDIA_RULES, RECORD_RULES, SET_RULES } from './all-rules.ts';
import { LINE_RULES } from './line-rules.ts';
import { type RecordsOptions, validateRecords } from './validate.ts';

/** A case is `<case>.jsonl` and `<case>.findings.json`: what every finding must be, in order. */
interface Expected {
  readonly options: RecordsOptions;
  readonly findings: readonly Partial<Finding>[];
}

const FOLDER = join(import.meta.dirname, 'fixtures');
const CASES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.slice(0, -'.jsonl'.length));

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
    const rules = [...LINE_RULES, ...RECORD_RULES, ...SET_RULES].map((rule) => rule.code);
    const elsewhere = ['record-in-both-files', 'image-in-both-files', 'row-count-max'];
    expect(rules.filter((code) => !shown.has(code))).toEqual(elsewhere);
  });

  it('have one code for one rule', () => {
    const codes = [...LINE_RULES, ...RECORD_RULES, ...MEDIA_RULES, ...SET_RULES].map((rule) => rule.code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
