import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './constraint-pattern.ts';
import type { Constraint } from './constraints.ts';
import type { ConstraintFile } from './service-plan.ts';

const folder = new URL('./constraints/', import.meta.url);

function patternsOf(constraint: Constraint): string[] {
  const parts = [constraint.items, constraint.keys, constraint.values].flatMap((part) =>
    part ? patternsOf(part) : [],
  );
  return constraint.pattern === undefined ? parts : [constraint.pattern, ...parts];
}

describe('published patterns', () => {
  it.each(readdirSync(folder))('compile: %s', (name) => {
    const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ConstraintFile;
    const patterns = new Set(Object.values(file.members).flatMap(patternsOf));
    for (const pattern of patterns) expect(() => compilePattern(pattern), pattern).not.toThrow();
    expect(patterns.size).toBeGreaterThan(0);
  });

  it('match the whole value', () => {
    expect(compilePattern('[0-9]{12}').test('111122223333')).toBe(true);
    expect(compilePattern('[0-9]{12}').test('111122223333\n')).toBe(false);
    expect(compilePattern('a|b').test('ax')).toBe(false);
  });

  it('read five-digit escapes as one code point', () => {
    const pattern = compilePattern('[\\u0020-\\uD7FF\\u10000-\\u10FFFF]+');
    expect(pattern.test('名 称 😀')).toBe(true);
    expect(pattern.test('\u0000')).toBe(false);
  });

  it('take signs that are escaped without need', () => {
    const pattern = compilePattern('[a\\-\\_]+(b|\\-)\\.');
    expect(pattern.test('a-_b.')).toBe(true);
    expect(pattern.test('_-.')).toBe(true);
    expect(pattern.test('a-bc')).toBe(false);
    expect(pattern.test('ab-b.')).toBe(false);
  });

  it.each(['[a-zA-Z0-9](-*[a-zA-Z0-9\\+\\-\\.])*', '[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}'])(
    'keep their meaning without their exponential cost: %s',
    (pattern) => {
      const ours = compilePattern(pattern);
      const theirs = new RegExp(`^(?:${pattern})$`, 'u');
      for (const text of [
        'a',
        'a-',
        'a--',
        'a--b',
        '-a',
        'a_b',
        'a.b+c-',
        'a'.repeat(63),
        '',
        'a-.-',
        `a${'b-'.repeat(10)}`,
      ]) {
        expect(ours.test(text), text).toBe(theirs.test(text));
      }
      // Takes longer than the test's time-out when runs of dashes can be split in many ways.
      expect(ours.test(`a${'-'.repeat(60)}_`)).toBe(false);
    },
  );
});
