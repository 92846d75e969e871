import { describe, expect, it } from 'vitest';
import { novatuneLines, objectionTo, shellWords } from '../cli/support/command-lines.ts';
import { fencesOf, readMarkdown } from './support/markdown.ts';

/** A line that leaves something out says so: `novatune dataset prepare …`. */
const isWhole = (line: string): boolean => !/…|\.\.\.|[A-Z]{4,}/.test(line.replace(/"[^"]*"/g, ''));

describe('commands in the documentation', () => {
  const lines = readMarkdown().flatMap(({ path: page, text }) =>
    fencesOf(text)
      .filter(({ info }) => /^(sh|bash|console)?\b/.test(info) && !/^(ts|json|yaml|js)/.test(info))
      .flatMap((fence) => novatuneLines(fence.text).map((line) => ({ line, at: `${page}:${fence.line}` }))),
  );

  it('exist, with every flag and value, as the real parser sees them', { timeout: 120_000 }, async () => {
    const whole = lines.filter(({ line }) => isWhole(line));
    expect(whole.length).toBeGreaterThan(60);
    const refused: string[] = [];
    for (const { line, at } of whole) {
      const objection = await objectionTo(shellWords(line));
      if (objection) refused.push(`${at} ${line}: ${objection}`);
    }
    expect(refused).toEqual([]);
  });
});
