import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { leavesOf, loadCommands, novatuneLines, objectionTo, shellWords } from './support/command-lines.ts';

/** Whole help: what stands after the flags is emitted as events. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

describe('examples in help', { timeout: 120_000 }, () => {
  let leaves: (readonly [string, Command])[];
  beforeAll(async () => {
    leaves = leavesOf(await loadCommands());
  });

  it('are two at least for every verb, and begin with its words', () => {
    const short = leaves.flatMap(([words, leaf]) => {
      const own = novatuneLines(helpOf(leaf)).filter((line) => line === words || line.startsWith(`${words} `));
      return own.length < 2 ? [`${words} has ${own.length}`] : [];
    });
    expect(short).toEqual([]);
  });

  it('have only flags and values that exist', async () => {
    const program = await loadCommands();
    const helps = [...program.commands, ...leaves.map(([, leaf]) => leaf)].map(helpOf);
    const lines = new Set(helps.flatMap(novatuneLines));
    expect(lines.size).toBeGreaterThan(2 * leaves.length - 10);
    const refused: string[] = [];
    for (const line of lines) {
      const objection = await objectionTo(shellWords(line));
      if (objection) refused.push(`${line}: ${objection}`);
    }
    expect(refused).toEqual([]);
  });

  it.each([
    ['job list --nmae x', 'unknown option'],
    ['job list --status Done', 'is invalid'],
    ['jobs list', 'unknown command'],
    ['model get', 'required option'],
  ])('would be caught: %s', async (line, objection) => {
    expect(await objectionTo(shellWords(line))).toContain(objection);
  });
});
